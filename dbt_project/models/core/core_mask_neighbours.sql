-- grain: two published cells that differ in one dimension only
{{ config(alias='mask_neighbours') }}

with faces as (
    select * from {{ ref('core_mask_faces') }}
)

select
    one.cell_id,
    one.dim,
    one.dim_no,
    one.value,
    other.cell_id as other_cell_id,
    other.value as other_value,
    other.least as other_least,
    other.is_public as other_is_public,
    other.is_small as other_is_small
from faces as one
inner join faces as other
    on one.whole_id = other.whole_id and one.dim = other.dim and one.value <> other.value
where other.least is not null
