-- grain: one line item in one column of one table of one preferred document, with what the column says of it
{{ config(alias='item_values') }}

-- A total of income is the item of the basis it proves to stand on, whatever its label promises. A deviation is no
-- amount of its item, and an of-which row is inside another row.
with facts as (
    select
        *,
        case
            when line_item in ('operating_income', 'total_income', 'contributions') and is_total then
                case income_basis
                    when 'contributions' then 'contributions'
                    when 'operating' then 'operating_income'
                    when 'incl_financial' then 'total_income'
                    when 'incl_opening_equity' then 'total_available_funds'
                    else line_item
                end
            else line_item
        end as item
    from {{ ref('core_finances') }}
    where
        is_preferred
        and not is_of_which
        and line_item is not null
        and scenario <> 'deviation'
),

rows_of_items as (
    select
        *,
        max(case when is_total then 1 else 0 end) over (
            partition by document_id, table_no, column_no, item
        ) as has_total,
        row_number() over (
            partition by document_id, table_no, column_no, item, is_total
            order by row_no desc, fact_id asc
        ) as row_from_bottom
    from facts
),

-- The printed total speaks for its item; without one, the item is the sum of its rows (one a member, one an initiative).
telling_rows as (
    select *
    from rows_of_items
    where
        has_total = 0
        or (is_total and row_from_bottom = 1)
)

select
    document_id,
    table_no,
    column_no,
    item as line_item,
    association_id,
    statement,
    scenario,
    budget_version,
    period_start,
    period_end,
    report_type,
    said_no,
    authority_rank,
    statement_rank,
    max(precision_sek) as precision_sek,
    cast(sum(amount_natural_sek) as decimal(18, 2)) as value_sek,
    cast(count(*) as integer) as row_count,
    cast(count(doubt) as integer) as doubts,
    min(fact_id) as fact_id
from telling_rows
group by
    document_id,
    table_no,
    column_no,
    item,
    association_id,
    statement,
    scenario,
    budget_version,
    period_start,
    period_end,
    report_type,
    said_no,
    authority_rank,
    statement_rank
