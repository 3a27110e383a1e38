-- grain: one exchange that hides a small count told apart by 2 dimensions
{{ config(alias='mask_pass_2') }}

{{
    mask_pass(2, false, [ref('core_mask_pass_1')], {
        'told': ref('core_count_cells'),
        'cells': ref('core_mask_cells'),
        'faces': ref('core_mask_faces'),
        'neighbours': ref('core_mask_neighbours'),
    })
}}
