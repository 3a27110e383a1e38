-- grain: how many goals a document says had one status, in every rendition
{{ config(alias='goal_counts') }}

with goal_counts as (
    select * from {{ ref('stg_goal_counts') }}
),

documents as (
    select * from {{ ref('core_documents') }}
)

select
    goal_counts.fact_id,
    goal_counts.file_name,
    goal_counts.document_id,
    goal_counts.association_id,
    goal_counts.page,
    goal_counts.x0,
    goal_counts.top,
    goal_counts.x1,
    goal_counts.bottom,
    goal_counts.reading,
    goal_counts.period_end,
    goal_counts.initiative_id,
    goal_counts.status,
    goal_counts.amount_printed,
    goal_counts.value,
    goal_counts.context,
    documents.report_id,
    documents.is_preferred,
    documents.report_type,
    documents.is_draft,
    documents.period_start as document_period_start,
    documents.period_end as document_period_end,
    documents.fiscal_year as document_fiscal_year,
    documents.said_on,
    documents.said_no
from goal_counts
inner join documents on goal_counts.document_id = documents.document_id
