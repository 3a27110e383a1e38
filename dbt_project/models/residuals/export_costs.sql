-- grain: one cost of a cost report, all of it or that of one initiative, and the report of the association that tells it too
{{ config(alias='export_costs', post_hook=leave_parquet('export_costs')) }}

with rules as (
    {{ rules_of('export_costs') }}
),

costs as (
    select *
    from {{ ref('core_finances') }}
    where
        is_preferred and scenario = 'actual' and statement in ('operating_statement', 'income_statement', 'note')
        and not is_of_which and amount_natural_sek is not null
),

told as (
    select * from costs
    where report_type = 'participant_statistics' and statement = 'operating_statement'
),

-- All costs, or the two sums that make them; a sum stands in its own section and again in the summary.
sums as (
    select
        document_id,
        association_id,
        period_start,
        period_end,
        max(case when line_item = 'total_costs' then amount_natural_sek end) as all_costs,
        max(case when line_item = 'administration_total' then amount_natural_sek end) as administration,
        max(case when line_item = 'initiatives_total' then amount_natural_sek end) as initiatives,
        max(case when line_item = 'total_costs' then fact_id end) as all_id,
        max(case when line_item = 'administration_total' then fact_id end) as administration_id,
        max(case when line_item = 'initiatives_total' then fact_id end) as initiatives_id,
        min(doubt) as doubt
    from told
    where line_item in ('total_costs', 'administration_total', 'initiatives_total')
    group by document_id, association_id, period_start, period_end
),

exported as (
    select
        'all_costs' as asks,
        document_id,
        association_id,
        period_start,
        period_end,
        cast(null as varchar) as initiative_id,
        'the costs of the cost report' as said,
        coalesce(all_costs, administration + initiatives) as amount,
        coalesce(all_id, initiatives_id, administration_id) as fact_id,
        list_filter(
            case when all_id is not null then [all_id] else [administration_id, initiatives_id] end, lambda f : f is not null
        ) as fact_ids,
        doubt
    from sums
    union all
    select
        'initiative' as asks,
        document_id,
        association_id,
        period_start,
        period_end,
        initiative_id,
        min(label_printed) as said,
        sum(amount_natural_sek) as amount,
        min(fact_id) as fact_id,
        list(fact_id order by row_no, fact_id) as fact_ids,
        min(doubt) as doubt
    from told
    where initiative_id is not null and not is_total
    group by document_id, association_id, period_start, period_end, initiative_id
),

-- Of several figures of the report the one that settles it: the income statement's, for initiatives the nearest.
reported as (
    select
        exported.*,
        report.fact_id as report_id,
        report.amount_natural_sek as report_amount,
        report.label_printed as report_label,
        report.file_name as report_file,
        report.doubt as report_doubt
    from exported
    left join costs as report
        on
            exported.association_id = report.association_id and exported.period_start = report.period_start
            and exported.period_end = report.period_end and report.report_type in ('annual_report', 'interim_report')
            and case
                when exported.initiative_id is null then report.line_item = 'total_costs'
                else report.initiative_id = exported.initiative_id and not report.is_total and report.section = 'costs'
            end
    qualify row_number() over (
        partition by exported.document_id, exported.asks, exported.period_start, exported.period_end, exported.initiative_id
        order by
            report.report_type = 'annual_report' desc,
            case when exported.initiative_id is null then 0 else abs(report.amount_natural_sek - exported.amount) end,
            report.statement_rank, report.said_no desc, report.fact_id
    ) = 1
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        facts.association_id,
        facts.document_id,
        facts.file_name,
        facts.page,
        facts.statement,
        facts.table_no,
        facts.column_printed,
        facts.period_end,
        concat(reported.fact_id, '-', reported.asks) as place,
        reported.asks as equation,
        'money' as basis,
        reported.said as left_label,
        concat(reported.report_label, ' in ', reported.report_file) as right_label,
        reported.amount as left_value,
        reported.report_amount as right_value,
        ceil(cast(json_extract_string(rules.parameters, '$.apart_at_most') as decimal(4, 3)) * abs(reported.report_amount)) as tolerance,
        reported.report_amount is not null and reported.amount is not null as evaluable,
        case
            when reported.amount is null then 'the cost report does not tell all costs'
            when reported.report_amount is null then 'no report of the same months tells the costs'
        end as reason,
        coalesce(reported.doubt, reported.report_doubt) as doubt,
        cast(null as varchar) as hint,
        2 as terms,
        false as repaired,
        reported.fact_ids as left_fact_ids,
        list_filter([reported.report_id], lambda f : f is not null) as right_fact_ids
    from reported
    cross join rules
    inner join told as facts on reported.fact_id = facts.fact_id
    where reported.initiative_id is null or reported.report_id is not null
)

select {{ residual_columns() }}
from placed
