-- grain: one count of participants of one association, window, initiative and category, both sexes together and apart
{% set categories = ['age_band', 'education', 'support_type', 'occupation', 'exit_reason', 'registration_type',
                     'municipality'] %}

with valued as (
    select * from {{ ref('core_participant_values') }}
),

-- Initiatives or the association, never both: the initiatives where they make the printed whole, and may be added.
sides as (
    select
        counted_what,
        max(case when initiative_id is null then 1 else 0 end) as has_whole,
        max(case when initiative_id is null then value end) as whole_value,
        sum(case when initiative_id is not null then value end) as parts_value,
        count(initiative_id) as initiatives,
        count(case when initiative_id is not null and value is null then 1 end) as withheld_parts
    from valued
    group by counted_what
),

chosen as (
    select
        valued.*,
        sides.initiatives
    from valued
    inner join sides on valued.counted_what = sides.counted_what
    where
        case
            when sides.has_whole = 0 or sides.initiatives = 0 then true
            when
                valued.count_kind <> 'unique_person'
                and sides.withheld_parts = 0
                and sides.parts_value = sides.whole_value
                then valued.initiative_id is not null
            else valued.initiative_id is null
        end
)

select
    fact_id,
    association_id,
    fiscal_year,
    window_kind,
    period_start,
    period_end,
    initiative_id,
    measure,
    count_kind,
    breakdown,
    before_after,
    age_band,
    education,
    support_type,
    occupation,
    exit_reason,
    registration_type,
    municipality,
    cast(value as decimal(18, 3)) as value,
    cast(women as decimal(18, 3)) as women,
    cast(men as decimal(18, 3)) as men,
    cast(other_or_unknown as decimal(18, 3)) as other_or_unknown,
    is_masked,
    is_summed,
    concat_ws(
        ', ',
        case when count_kind = 'participation' then 'association_id' end,
        case when count_kind = 'participation' and initiative_id is not null then 'initiative_id' end,
        -- Persons may have several kinds of support at once.
        case when count_kind <> 'unknown' and support_type is null then nullif(breakdown, '') end
    ) as may_be_summed_over,
    cast(case when initiative_id is null then initiatives else 0 end as integer) as initiatives_left_out,
    source_system,
    coalesce(
        source_system <> lag(source_system) over (
            partition by
                association_id, initiative_id, measure, count_kind, window_kind, before_after
                {%- for name in categories %}, {{ name }}{% endfor %}
            order by period_end, period_start
        ),
        false
    ) as is_break,
    doubt,
    document_id,
    file_name,
    page,
    sheet,
    cell
from chosen
order by association_id, fiscal_year, measure, window_kind, initiative_id, breakdown, fact_id
