-- grain: one answer label of one survey question for one group of respondents, in every rendition and vintage; nothing is masked here
{{ config(alias='indicators') }}

with indicators as (
    select * from {{ ref('stg_indicators') }}
),

documents as (
    select * from {{ ref('core_documents') }}
)

select
    indicators.fact_id,
    indicators.file_name,
    indicators.document_id,
    indicators.association_id,
    indicators.page,
    indicators.x0,
    indicators.top,
    indicators.x1,
    indicators.bottom,
    indicators.sheet,
    indicators.cell,
    indicators.reading,
    indicators.reading_note,
    indicators.doubt,
    indicators.period_type,
    indicators.period_start,
    indicators.period_end,
    indicators.fiscal_year,
    indicators.table_no,
    indicators.row_no,
    indicators.column_no,
    indicators.initiative_id,
    indicators.initiative_printed,
    indicators.survey_code,
    indicators.respondent_group,
    indicators.question_no,
    indicators.question_printed,
    indicators.measure,
    indicators.answer_label,
    indicators.answer_order,
    indicators.positive_from,
    indicators.scale,
    indicators.gender,
    indicators.amount_printed,
    indicators.n,
    indicators.asked_n,
    indicators.answered_n,
    indicators.share,
    indicators.is_suppressed,
    documents.report_id,
    documents.is_preferred,
    documents.report_type,
    documents.is_draft,
    documents.period_start as document_period_start,
    documents.period_end as document_period_end,
    documents.fiscal_year as document_fiscal_year,
    documents.said_on,
    documents.said_no,
    {{ people_authority_rank('documents.report_type', 'documents.is_draft') }} as authority_rank
from indicators
inner join documents on indicators.document_id = documents.document_id
