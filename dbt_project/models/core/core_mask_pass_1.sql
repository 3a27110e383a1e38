-- grain: one exchange that hides a small count told apart by 1 dimension or none
{{ config(alias='mask_pass_1') }}

{{
    mask_pass(1, false, [], {
        'told': ref('core_count_cells'),
        'cells': ref('core_mask_cells'),
        'faces': ref('core_mask_faces'),
        'neighbours': ref('core_mask_neighbours'),
    })
}}
