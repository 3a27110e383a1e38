-- grain: one printed amount, in every rendition and vintage
{{ config(alias='finances') }}

with finances as (
    select * from {{ ref('stg_finances') }}
),

documents as (
    select * from {{ ref('core_documents') }}
)

select
    finances.fact_id,
    finances.file_name,
    finances.document_id,
    finances.association_id,
    finances.page,
    finances.x0,
    finances.top,
    finances.x1,
    finances.bottom,
    finances.reading,
    finances.reading_note,
    finances.doubt,
    finances.period_type,
    finances.period_start,
    finances.period_end,
    finances.fiscal_year,
    finances.statement,
    finances.table_no,
    finances.row_no,
    finances.column_no,
    finances.label_printed,
    finances.label_path,
    finances.section,
    finances.line_item,
    finances.initiative_id,
    finances.contributor_id,
    finances.is_total,
    finances.is_of_which,
    finances.column_printed,
    finances.scenario,
    finances.budget_version,
    finances.deviation_of,
    finances.income_basis,
    finances.amount_printed,
    finances.unit_printed,
    finances.unit_used,
    finances.unit_multiple,
    finances.precision_sek,
    finances.amount_sek,
    finances.amount_natural_sek,
    finances.note_ref,
    finances.table_note,
    finances.table_title,
    finances.sheet,
    finances.cell,
    documents.report_id,
    documents.is_preferred,
    documents.report_type,
    documents.is_draft,
    documents.period_start as document_period_start,
    documents.period_end as document_period_end,
    documents.fiscal_year as document_fiscal_year,
    documents.said_on,
    documents.said_no,
    {{ authority_rank('documents.report_type', 'finances.scenario', 'documents.is_draft') }} as authority_rank,
    {{ statement_rank('finances.statement') }} as statement_rank
from finances
inner join documents on finances.document_id = documents.document_id
