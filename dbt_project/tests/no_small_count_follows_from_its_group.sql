-- A group that is printed in full with its whole, where one figure alone is withheld and small: it is the whole less the
-- others. No row may be left. (Figures that a public report prints itself are as they are.)
with told as (
    select
        cells.cell_id,
        max(
            case
                when not cells.is_maskable then 0
                when cells.part = 'answered' then cast(coalesce(masked.hides_base, false) as integer)
                when cells.part = 'asked' then cast(coalesce(masked.hides_asked, false) as integer)
                else cast(coalesce(masked.hides_value, false) as integer)
            end
        ) as is_withheld
    from {{ ref('core_count_cells') }} as cells
    left join {{ ref('core_masked_facts') }} as masked
        on cells.fact_id = masked.fact_id and cells.fact_kind = masked.fact_kind
    group by cells.cell_id
),

groups as (
    select
        faces.whole_id,
        faces.dim,
        max(wholes.least) as whole_count,
        sum(faces.least) as parts_count,
        max(faces.greatest - faces.least) as spread,
        max(faces.is_public) + max(wholes.is_public) as is_public,
        max(whole_told.is_withheld) + sum(told.is_withheld) as withheld,
        max(faces.is_small) as has_small
    from {{ ref('core_mask_faces') }} as faces
    inner join {{ ref('core_mask_cells') }} as wholes on faces.whole_id = wholes.cell_id
    inner join told on faces.cell_id = told.cell_id
    inner join told as whole_told on faces.whole_id = whole_told.cell_id
    group by faces.whole_id, faces.dim
)

select *
from groups
where whole_count = parts_count and spread = 0 and is_public = 0 and withheld = 1 and has_small = 1
