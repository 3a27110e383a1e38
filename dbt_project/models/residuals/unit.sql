-- grain: one table that states its unit
-- The reader settles the unit in use by what ties to other tables of the document; here the two are only set side by side.
{{ config(alias='unit', post_hook=leave_parquet('unit')) }}

with rules as (
    {{ rules_of('unit') }}
),

tables as (
    select
        association_id,
        document_id,
        file_name,
        statement,
        table_no,
        unit_printed,
        unit_used,
        min(page) as page,
        min(column_printed) as column_printed,
        max(period_end) as period_end,
        max(unit_multiple) as right_value,
        max(doubt) as reading_doubt,
        count(*) as terms,
        list(fact_id order by row_no, column_no) as left_fact_ids
    from {{ ref('checked_finances') }}
    where unit_printed is not null
    group by association_id, document_id, file_name, statement, table_no, unit_printed, unit_used
),

-- How many figures of the table stand in other tables of the document too, in the one unit and in the other.
ties as (
    select
        mine.document_id,
        mine.table_no,
        count(distinct case
            when abs(abs(mine.amount_sek) - abs(theirs.amount_sek)) <= greatest(mine.precision_sek, theirs.precision_sek, 2)
                then mine.fact_id
        end) as as_used,
        count(distinct case
            when
                abs(abs(mine.amount_sek) * stated.multiple / mine.unit_multiple - abs(theirs.amount_sek))
                <= greatest(mine.precision_sek * stated.multiple / mine.unit_multiple, theirs.precision_sek, 2)
                then mine.fact_id
        end) as as_printed
    from {{ ref('checked_finances') }} as mine
    inner join (values ('SEK', 1), ('TSEK', 1000), ('MSEK', 1000000)) as stated (unit, multiple) on mine.unit_printed = stated.unit
    inner join {{ ref('checked_finances') }} as theirs
        on
            mine.document_id = theirs.document_id and mine.table_no <> theirs.table_no
            and mine.period_end = theirs.period_end and mine.scenario = theirs.scenario
    where
        mine.unit_printed <> mine.unit_used
        -- Figures of fewer digits meet others by chance.
        and abs(mine.amount_sek) >= 100 * mine.precision_sek
    group by mine.document_id, mine.table_no
),

-- The table's greatest main figure: too great or too small for any association, it tells the unit by itself.
main_figures as (
    select
        finances.document_id,
        finances.table_no,
        finances.unit_used,
        finances.association_id,
        max(abs(finances.amount_sek)) as largest,
        case
            when max(abs(finances.amount_sek)) > cast(json_extract_string(any_value(rules.parameters), '$.most_sek') as decimal(18, 2)) then 0.001
            when max(abs(finances.amount_sek)) < cast(json_extract_string(any_value(rules.parameters), '$.least_sek') as decimal(18, 2)) then 1000
        end as factor
    from {{ ref('checked_finances') }} as finances
    inner join rules
        on list_contains(cast(json_extract_string(rules.parameters, '$.items[*]') as varchar[]), finances.line_item)
    where finances.amount_sek <> 0
    group by finances.document_id, finances.table_no, finances.unit_used, finances.association_id
),

implausible as (
    select
        mine.document_id,
        mine.table_no,
        mine.unit_used,
        mine.factor,
        count(theirs.document_id) as borne_out
    from main_figures as mine
    left join main_figures as theirs
        on
            mine.association_id = theirs.association_id and theirs.factor is null
            and mine.largest * mine.factor between theirs.largest / 5 and theirs.largest * 5
    where mine.factor is not null
    group by mine.document_id, mine.table_no, mine.unit_used, mine.factor
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        rules.tolerance_fixed as tolerance,
        tables.* exclude (column_printed, left_fact_ids, right_value),
        concat_ws('/', tables.document_id, cast(tables.table_no as varchar), tables.unit_printed, tables.unit_used) as place,
        'unit' as equation,
        tables.unit_used as basis,
        cast(null as varchar) as column_printed,
        tables.unit_printed as left_label,
        case tables.right_value * coalesce(implausible.factor, 1) when 1 then 'SEK' when 1000 then 'TSEK' when 1000000 then 'MSEK' else 'another unit' end
            as right_label,
        tables.right_value * coalesce(implausible.factor, 1) as right_value,
        case tables.unit_printed when 'SEK' then 1 when 'TSEK' then 1000 else 1000000 end as left_value,
        true as evaluable,
        cast(null as varchar) as reason,
        case
            when implausible.borne_out = 0 then 'its figures are of an unusual size, and no other table tells the unit'
            when tables.unit_printed <> tables.unit_used and coalesce(ties.as_used, 0) < 2 then 'few of its figures stand elsewhere in the document'
            when tables.unit_printed <> tables.unit_used and ties.as_used <= ties.as_printed
                then 'its figures tie to the rest of the document in either unit'
        end as doubt,
        cast(null as varchar) as hint,
        false as repaired,
        tables.left_fact_ids,
        cast([] as varchar[]) as right_fact_ids
    from tables
    cross join rules
    left join ties on tables.document_id = ties.document_id and tables.table_no = ties.table_no
    left join implausible
        on
            tables.document_id = implausible.document_id and tables.table_no = implausible.table_no
            and tables.unit_used = implausible.unit_used
)

select {{ residual_columns() }}
from placed
