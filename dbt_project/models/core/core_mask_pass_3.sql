-- grain: one exchange that hides a small count told apart by 3 or more dimensions
{{ config(alias='mask_pass_3') }}

{{
    mask_pass(3, true, [ref('core_mask_pass_1'), ref('core_mask_pass_2')], {
        'told': ref('core_count_cells'),
        'cells': ref('core_mask_cells'),
        'faces': ref('core_mask_faces'),
        'neighbours': ref('core_mask_neighbours'),
    })
}}
