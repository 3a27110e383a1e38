-- grain: one line item of one association, period and scenario, as one report said it
with said as (
    select
        item_values.*,
        documents.report_id,
        documents.is_draft,
        documents.said_on,
        documents.file_name,
        row_number() over (
            partition by
                item_values.document_id, item_values.line_item, item_values.scenario, item_values.budget_version,
                item_values.period_start, item_values.period_end
            order by
                case when item_values.statement = 'multi_year_overview' then 1 else 0 end asc,
                item_values.statement_rank asc,
                item_values.precision_sek asc,
                item_values.table_no asc,
                item_values.column_no asc
        ) as word_no
    from {{ ref('core_item_values') }} as item_values
    inner join {{ ref('core_documents') }} as documents on item_values.document_id = documents.document_id
),

vintages as (
    select
        *,
        concat_ws(
            '|', association_id, line_item, scenario, coalesce(budget_version, ''),
            coalesce(cast(period_start as string), ''), cast(period_end as string)
        ) as figure
    from said
    where word_no = 1
)

-- Today's word may be an older one: an annual report outlives what a later plan says of its year.
select
    vintages.fact_id,
    vintages.association_id,
    vintages.line_item,
    vintages.scenario,
    vintages.budget_version,
    vintages.period_start,
    vintages.period_end,
    cast(extract(year from vintages.period_end) as integer) as fiscal_year,
    cast(row_number() over (said_in_order) as integer) as vintage_no,
    lead(vintages.said_no) over (said_in_order) is null as is_last_published,
    current_values.fact_id is not null as is_current,
    vintages.said_on,
    lead(vintages.said_on) over (said_in_order) as superseded_on,
    vintages.value_sek,
    vintages.precision_sek,
    cast(
        vintages.value_sek - first_value(vintages.value_sek) over (said_in_order) as decimal(18, 2)
    ) as difference_to_first_sek,
    cast(vintages.value_sek - lag(vintages.value_sek) over (said_in_order) as decimal(18, 2)) as difference_sek,
    vintages.is_draft,
    vintages.report_type,
    vintages.statement,
    vintages.document_id,
    vintages.file_name
from vintages
left join {{ ref('core_current_values') }} as current_values on vintages.fact_id = current_values.fact_id
window said_in_order as (partition by vintages.figure order by vintages.said_no, vintages.fact_id)
order by vintages.figure, vintages.said_no
