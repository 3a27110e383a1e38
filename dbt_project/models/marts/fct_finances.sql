-- grain: one printed amount, in every rendition and vintage
with finances as (
    select * from {{ ref('core_finances') }}
),

line_items as (
    select * from {{ ref('core_line_items') }}
),

confirmations as (
    select * from {{ ref('confirmations') }}
),

-- A correction applies only while the figure it expects is the one that is printed.
corrections as (
    select
        corrections.fact_id,
        corrections.correction_id,
        cast(corrections.corrected * finances.unit_multiple as decimal(18, 2)) as corrected_sek
    from {{ ref('stg_corrections') }} as corrections
    inner join finances
        on
            corrections.fact_id = finances.fact_id
            and replace(corrections.printed, chr(160), ' ') = replace(finances.amount_printed, chr(160), ' ')
)

select
    finances.document_id,
    finances.file_name,
    finances.page,
    finances.x0,
    finances.top,
    finances.x1,
    finances.bottom,
    finances.sheet,
    finances.cell,
    finances.reading,
    finances.reading_note,
    finances.doubt,
    cast(null as string) as evidence_url,
    finances.period_type,
    finances.period_start,
    finances.period_end,
    finances.fiscal_year,
    finances.fact_id,
    finances.association_id,
    finances.statement,
    finances.table_no,
    finances.row_no,
    finances.label_printed,
    finances.label_path,
    finances.line_item,
    finances.initiative_id,
    finances.contributor_id,
    finances.is_total,
    finances.is_of_which,
    finances.column_printed,
    finances.scenario,
    finances.budget_version,
    finances.income_basis,
    finances.amount_printed,
    finances.unit_printed,
    finances.unit_used,
    finances.amount_sek,
    finances.amount_natural_sek,
    coalesce(corrections.corrected_sek, finances.amount_sek) as amount_effective_sek,
    corrections.correction_id,
    cast(coalesce(confirmations.confirmations_table, 0) as integer) as confirmations_table,
    cast(coalesce(confirmations.confirmations_document, 0) as integer) as confirmations_document,
    cast(coalesce(confirmations.confirmations_other, 0) as integer) as confirmations_other,
    finances.section,
    finances.column_no,
    finances.deviation_of,
    finances.unit_multiple,
    finances.precision_sek,
    finances.note_ref,
    finances.table_note,
    finances.table_title,
    finances.report_id,
    finances.is_preferred,
    finances.report_type,
    line_items.cost_class,
    line_items.contributor_type
from finances
left join line_items on finances.line_item = line_items.line_item
left join confirmations on finances.fact_id = confirmations.fact_id
left join corrections on finances.fact_id = corrections.fact_id
order by finances.file_name, finances.table_no, finances.row_no, finances.column_no, finances.fact_id
