-- grain: one printed sum
-- The parts are those the reader saw in the table; amounts as printed, with the weights of the structure.
{{ config(alias='table_sum', post_hook=leave_parquet('table_sum')) }}

with rules as (
    select
        *,
        cast(json_extract_string(parameters, '$.selections[*]') as varchar[]) as selections,
        cast(json_extract_string(parameters, '$.results[*]') as varchar[]) as results
    from ({{ rules_of('table_sum') }}) as of_family
),

finances as (
    select * from {{ ref('checked_finances') }}
),

parts as (
    select
        sums.total_fact_id,
        count(*) as n_parts,
        sum(sums.weight * finances.amount_sek) as parts_sek,
        max(finances.precision_sek) as precision_sek,
        bool_or(sums.used_to_repair) as repaired,
        max(finances.doubt) as doubt,
        list(sums.weight * finances.amount_sek) as weighted,
        max(abs(finances.amount_sek)) as largest_part,
        string_agg(
            case when sums.weight < 0 then '− ' when finances.row_no > 0 then '' end || coalesce(finances.label_printed, '(utan rubrik)'),
            ' + ' order by finances.row_no
        ) as labels,
        list(finances.fact_id order by finances.row_no, finances.fact_id) as fact_ids
    from {{ ref('core_sums') }} as sums
    inner join finances on sums.part_fact_id = finances.fact_id
    group by sums.total_fact_id
),

sides as (
    select
        rules.rule_id,
        rules.scope,
        total.association_id,
        total.document_id,
        total.file_name,
        total.page,
        total.statement,
        total.table_no,
        total.column_no,
        total.row_no,
        total.column_printed,
        total.period_end,
        total.unit_multiple,
        total.fact_id,
        coalesce(total.label_printed, 'Summa') as left_label,
        parts.labels as right_label,
        total.amount_sek as left_value,
        parts.parts_sek as right_value,
        parts.n_parts as terms,
        parts.repaired,
        parts.weighted,
        list_contains(rules.selections, total.statement) as is_of_selection,
        -- An overview that prints income, costs and the result leaves out what stands between them: the identities know of it.
        list_contains(rules.selections, total.statement)
        and (total.line_item is null or list_contains(rules.results, total.line_item)) as is_open,
        greatest(parts.largest_part, abs(total.amount_sek)) * rules.doubtful_share as doubtful_from,
        parts.fact_ids as right_fact_ids,
        coalesce(total.doubt, parts.doubt) as reading_doubt,
        {{ tolerance('rules', 'greatest(total.precision_sek, parts.precision_sek)', 'parts.n_parts', 'parts.n_parts') }} as tolerance
    from parts
    inner join finances as total on parts.total_fact_id = total.fact_id
    cross join rules
    where total.scenario <> 'deviation'
),

-- Would it hold with the sign of one row turned, or of two in a short sum?
turned as (
    select
        *,
        abs(left_value - right_value) > tolerance and len(list_filter(
            weighted,
            lambda one : one <> 0 and (
                abs(left_value - right_value + 2 * one) <= tolerance
                or (
                    terms <= 6
                    and len(list_filter(
                        weighted, lambda two : two not in (0, one) and abs(left_value - right_value + 2 * (one + two)) <= tolerance
                    )) > 0
                )
            )
        )) > 0 as flipped
    from sides
),

judged as (
    select
        *,
        abs(left_value - right_value) <= tolerance as holds,
        count(case when abs(left_value - right_value) <= tolerance then 1 end) over by_row as columns_that_hold,
        count(case when abs(left_value - right_value) > tolerance then 1 end) over by_row as columns_that_fail
    from turned
    window by_row as (partition by rule_id, document_id, table_no, row_no)
),

explained as (
    select
        judged.fact_id,
        min(coalesce(others.label_printed, 'utan rubrik')) as by_row
    from judged
    inner join finances as others
        on judged.document_id = others.document_id and judged.table_no = others.table_no and judged.column_no = others.column_no
    where
        not judged.holds
        and others.amount_sek <> 0
        and others.fact_id <> judged.fact_id
        and abs(abs(others.amount_sek) - abs(judged.left_value - judged.right_value)) <= judged.tolerance
    group by judged.fact_id
),

unread_parts as (
    select distinct judged.fact_id
    from judged
    inner join {{ ref('core_unread') }} as unread on judged.document_id = unread.document_id and judged.page = unread.page
    where
        not judged.holds
        and abs({{ unread_amount('unread.text', 'judged.unit_multiple') }} - abs(judged.left_value - judged.right_value))
        <= judged.tolerance
),

placed as (
    select
        judged.*,
        judged.fact_id as place,
        'sum' as equation,
        'as printed' as basis,
        case when flipped then 'it holds with the opposite sign of one or two rows: the signs look flipped' end as hint,
        holds or (not is_open and (columns_that_hold > 0 or columns_that_fail = 1)) as evaluable,
        case
            when not holds and is_open then 'an overview is a selection of rows: what is left out of it may make up the difference'
            when not holds and columns_that_hold = 0 and columns_that_fail > 1
                then 'the rows as read make up the sum in no column of the table'
        end as reason,
        case
            when holds then null
            when reading_doubt is not null then 'the reading is uncertain: ' || reading_doubt
            when unread_parts.fact_id is not null then 'a number on the page that was not read makes up the difference'
            when is_of_selection then 'an overview is a selection of rows'
            when explained.by_row is not null then 'the row "' || explained.by_row || '" makes up the difference'
            when columns_that_hold < columns_that_fail then 'the same sum fails in most columns of the table'
            when
                abs(left_value - right_value) > doubtful_from and not flipped
                then 'the difference is so large that the table may be built in another way'
        end as doubt,
        [judged.fact_id] as left_fact_ids
    from judged
    left join explained on judged.fact_id = explained.fact_id
    left join unread_parts on judged.fact_id = unread_parts.fact_id
)

select {{ residual_columns() }}
from placed
