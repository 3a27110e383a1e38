-- grain: one count of a document that is told for several periods of one year
-- Calendar years, December to November and November to October are never compared: such a place is said not to be evaluable.
{{ config(alias='people_guard', post_hook=leave_parquet('people_guard')) }}

with rules as (
    {{ rules_of('people_guard') }}
),

counts as (
    select
        figures.*,
        {{ people_key('figures', ['period_start', 'period_end', 'gender']) }} as key_without_time,
        {{ window_kind('figures.period_start', 'figures.period_end') }} as window_kind
    from {{ ref('people_figures') }} as figures
    where
        figures.unit = 'persons' and figures.period_start is not null and figures.municipality is null
        and not ({{ is_one_of_categories('figures') }} and figures.gender is null)
),

told as (
    select
        document_id,
        key_without_time,
        extract(year from period_end) as told_year,
        min(fact_id) as fact_id,
        count(distinct window_kind) as windows,
        string_agg(distinct replace(window_kind, '_', ' '), ' and ' order by replace(window_kind, '_', ' ')) as window_names,
        list(fact_id order by fact_id) as fact_ids
    from counts
    where window_kind <> 'part_of_year'
    group by document_id, key_without_time, extract(year from period_end)
    having count(*) > 1
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        {{ people_place('figures') }},
        concat(told.fact_id, '-windows') as place,
        'windows' as equation,
        'count' as basis,
        concat('the number of windows that ', figures.measure, ' of ', cast(told.told_year as varchar), ' are told for') as left_label,
        'the number that can be compared' as right_label,
        1 as left_value,
        1 as right_value,
        rules.tolerance_fixed as tolerance,
        told.windows = 1 as evaluable,
        case when told.windows > 1 then concat('it is told for different windows (', told.window_names, '), which are not compared') end as reason,
        cast(null as varchar) as doubt,
        cast(null as varchar) as hint,
        told.windows as terms,
        false as repaired,
        list_slice(told.fact_ids, 1, 40) as left_fact_ids,
        cast([] as varchar[]) as right_fact_ids
    from told
    cross join rules
    inner join {{ ref('people_figures') }} as figures on told.fact_id = figures.fact_id
)

select {{ residual_columns() }}
from placed
