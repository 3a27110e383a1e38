-- grain: one column of one table that names the contributions of all three parties
-- The party that is farthest from its share by law; several municipalities are one party. Within the year the parties are booked
-- at different times, so only whole years are judged.
{{ config(alias='split', post_hook=leave_parquet('split')) }}

with rules as (
    {{ rules_of('split') }}
),

shares as (
    select
        rules.rule_id,
        pair.key as line_item,
        cast(pair.value as decimal(18, 3)) as share
    from rules, json_each(json_extract(rules.parameters, '$.shares')) as pair
),

contributions as (
    select
        finances.*,
        period_start = make_date(year(period_end), 1, 1) and period_end = make_date(year(period_end), 12, 31) as is_whole_year,
        max(is_total) over (partition by document_id, table_no, column_no, line_item) as party_has_sum
    from {{ ref('checked_finances') }} as finances
    where not is_of_which and line_item in (select line_item from shares)
),

parties as (
    select
        shares.rule_id,
        shares.share,
        contributions.association_id,
        contributions.document_id,
        contributions.file_name,
        contributions.statement,
        contributions.table_no,
        contributions.column_no,
        contributions.column_printed,
        contributions.line_item,
        contributions.is_whole_year,
        max(contributions.period_end) as period_end,
        min(contributions.page) as page,
        sum(contributions.amount_natural_sek) as amount,
        max(contributions.precision_sek) as precision_sek,
        max(contributions.doubt) as reading_doubt,
        count(*) as n_facts,
        min(contributions.label_printed) || case when count(*) > 1 then ' and ' || cast(count(*) - 1 as varchar) || ' more' else '' end as label,
        list(contributions.fact_id order by contributions.row_no, contributions.fact_id) as fact_ids
    from contributions
    inner join shares on contributions.line_item = shares.line_item
    inner join rules on shares.rule_id = rules.rule_id
    where
        list_contains(rules.scenarios, contributions.scenario)
        and contributions.is_total = contributions.party_has_sum
    group by all
),

-- A row of income that is not understood, or a sum that the parties do not make up, may hide a party.
columns_seen as (
    select
        document_id,
        table_no,
        column_no,
        bool_or(line_item is null and section = 'income' and not is_total and amount_natural_sek <> 0) as has_unknown_income,
        sum(amount_natural_sek) filter (where section = 'income' and not is_total and not is_of_which) as all_parts,
        list(amount_natural_sek) filter (where is_total) as printed_totals
    from {{ ref('checked_finances') }}
    group by document_id, table_no, column_no
),

weighed as (
    select
        *,
        sum(amount) over by_column as total,
        count(*) over by_column as n_parties,
        sum(n_facts) over by_column as n_terms,
        max(precision_sek) over by_column as coarsest,
        max(reading_doubt) over by_column as any_doubt
    from parties
    window by_column as (partition by rule_id, document_id, table_no, column_no)
),

compared as (
    select
        weighed.*,
        rules.scope,
        others.fact_ids as right_fact_ids,
        cast(100 * weighed.amount / weighed.total as decimal(18, 3)) as left_value,
        weighed.share as right_value,
        cast(greatest(rules.tolerance_fixed, 100 * weighed.coarsest * ceil(weighed.n_terms / 2) / weighed.total) as decimal(18, 3)) as tolerance,
        cast(json_extract_string(rules.parameters, '$.warn_within') as decimal(18, 3)) as warn_within,
        columns_seen.has_unknown_income,
        columns_seen.all_parts,
        columns_seen.printed_totals
    from weighed
    inner join rules on weighed.rule_id = rules.rule_id
    inner join columns_seen
        on
            weighed.document_id = columns_seen.document_id and weighed.table_no = columns_seen.table_no
            and weighed.column_no = columns_seen.column_no
    inner join (
        select
            rule_id,
            document_id,
            table_no,
            column_no,
            flatten(list(fact_ids order by line_item)) as fact_ids
        from parties
        group by rule_id, document_id, table_no, column_no
    ) as others
        on
            weighed.rule_id = others.rule_id and weighed.document_id = others.document_id
            and weighed.table_no = others.table_no and weighed.column_no = others.column_no
    where weighed.n_parties = 3 and weighed.total > 0
    qualify row_number() over (
        partition by weighed.rule_id, weighed.document_id, weighed.table_no, weighed.column_no
        order by abs(100 * weighed.amount / weighed.total - weighed.share) desc, weighed.line_item
    ) = 1
),

placed as (
    select
        rule_id, scope, association_id, document_id, file_name, page, statement, table_no, column_printed, period_end,
        left_value, right_value, tolerance,
        concat_ws('/', document_id, cast(table_no as varchar), cast(column_no as varchar)) as place,
        'split' as equation,
        'percent' as basis,
        label || ', of all contributions,' as left_label,
        'the share by law' as right_label,
        is_whole_year as evaluable,
        case when not is_whole_year then 'within the year the parties are booked at different times' end as reason,
        case
            when abs(left_value - right_value) <= tolerance then null
            when any_doubt is not null then 'the reading is uncertain: ' || any_doubt
            when has_unknown_income then 'the column holds income that is not understood'
            when
                len(printed_totals) > 0
                and len(list_filter(printed_totals, lambda t : least(abs(t - total), abs(t - all_parts)) <= coarsest * n_terms + 2)) = 0
                then 'no printed sum bears out that these are all the contributions'
            when abs(left_value - right_value) <= warn_within then 'it is off by a small fraction only'
        end as doubt,
        cast(null as varchar) as hint,
        3 as terms,
        false as repaired,
        fact_ids as left_fact_ids,
        list_filter(right_fact_ids, lambda one : not list_contains(fact_ids, one)) as right_fact_ids
    from compared
)

select {{ residual_columns() }}
from placed
