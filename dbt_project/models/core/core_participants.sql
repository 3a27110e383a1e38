-- grain: one printed count or share of participants, in every rendition and vintage; nothing is masked here
{{ config(alias='participants') }}

with participants as (
    select * from {{ ref('stg_participants') }}
),

documents as (
    select * from {{ ref('core_documents') }}
)

select
    participants.fact_id,
    participants.file_name,
    participants.document_id,
    participants.association_id,
    participants.page,
    participants.x0,
    participants.top,
    participants.x1,
    participants.bottom,
    participants.sheet,
    participants.cell,
    participants.reading,
    participants.reading_note,
    participants.doubt,
    participants.period_type,
    participants.period_start,
    participants.period_end,
    participants.fiscal_year,
    participants.source_system,
    participants.found_in,
    participants.table_no,
    participants.row_no,
    participants.column_no,
    participants.initiative_id,
    participants.initiative_printed,
    participants.label_printed,
    participants.column_printed,
    participants.scenario,
    participants.measure,
    participants.count_kind,
    participants.gender,
    participants.age_band,
    participants.education,
    participants.support_type,
    participants.occupation,
    participants.before_after,
    participants.exit_reason,
    participants.registration_type,
    participants.area_scope,
    participants.municipality,
    participants.is_total,
    participants.is_of_which,
    participants.qualifier,
    participants.amount_printed,
    participants.value,
    participants.unit,
    participants.base_n,
    participants.is_suppressed,
    participants.context,
    participants.goal_fact_id,
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
from participants
inner join documents on participants.document_id = documents.document_id
