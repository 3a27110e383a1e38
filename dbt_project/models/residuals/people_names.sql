-- grain: one initiative that the rows of one table name
-- A name is one initiative within an association and a year; the same name in another association is another initiative.
{{ config(alias='people_names', post_hook=leave_parquet('people_names')) }}

with rules as (
    {{ rules_of('people_names') }}
),

figures as (
    select
        *,
        concat_ws('|', document_id, stands_in) as table_key,
        {{ people_key('figures') }} as full_key
    from {{ ref('people_figures') }} as figures
    where found_in <> 'text' and row_no is not null
),

-- Tables whose rows are initiatives: each row speaks of one, and the rows of several.
listed as (
    select table_key
    from (
        select
            table_key,
            row_no,
            min(who) as first_named,
            max(who) as last_named
        from figures
        where who is not null
        group by table_key, row_no
    ) as by_row
    group by table_key
    having bool_and(first_named = last_named) and count(distinct first_named) > 1
),

-- The rows of one initiative that tell the same of it: two of them are the same initiative twice.
rows_alike as (
    select
        figures.table_key,
        figures.who,
        figures.full_key,
        figures.unit,
        count(distinct figures.row_no) as times,
        list(figures.fact_id order by figures.row_no, figures.column_no, figures.fact_id) as fact_ids
    from figures
    inner join listed on figures.table_key = listed.table_key
    where figures.who is not null
    group by figures.table_key, figures.who, figures.full_key, figures.unit
),

named as (
    select
        table_key,
        who,
        max(times) as times,
        min_by(fact_ids, -times) as fact_ids
    from rows_alike
    group by table_key, who
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        {{ people_place('figures') }},
        concat(named.fact_ids[1], '-named') as place,
        'named_once' as equation,
        'count' as basis,
        concat('the number of rows that name ', coalesce(figures.label_printed, named.who)) as left_label,
        'the number of initiatives of that name' as right_label,
        named.times as left_value,
        1 as right_value,
        rules.tolerance_fixed as tolerance,
        true as evaluable,
        cast(null as varchar) as reason,
        case when named.times > 1 then figures.doubt end as doubt,
        cast(null as varchar) as hint,
        cast(named.times as integer) as terms,
        false as repaired,
        list_slice(named.fact_ids, 1, 40) as left_fact_ids,
        cast([] as varchar[]) as right_fact_ids
    from named
    cross join rules
    inner join figures on named.fact_ids[1] = figures.fact_id
)

select {{ residual_columns() }}
from placed
