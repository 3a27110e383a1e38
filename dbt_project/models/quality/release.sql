-- grain: one row: the release this file is
{{ config(tags=['verdicts']) }}

with counted_documents as (
    select cast(count(*) as integer) as documents from {{ ref('dim_document') }}
),

counted_facts as (
    select cast(sum(facts) as integer) as facts
    from (
        select count(*) as facts from {{ ref('fct_finances') }}
        union all
        select count(*) as facts from {{ ref('fct_key_figures') }}
        union all
        select count(*) as facts from {{ ref('fct_participants') }}
        union all
        select count(*) as facts from {{ ref('fct_goals') }}
        union all
        select count(*) as facts from {{ ref('fct_indicators') }}
    ) as tables
),

-- A verdict of a place where nothing could be judged, or where all is well, is no finding.
counted_findings as (
    select cast(count(*) as integer) as findings_open
    from {{ ref('verdicts') }}
    where outcome in ('fail', 'warn') and state not in ('corrected', 'closed')
),

counted_corrections as (
    select cast(count(correction_id) as integer) as corrections_applied
    from {{ ref('fct_finances') }}
)

select
    run.release_id,
    run.built_at,
    run.data_as_of,
    run.reader_version,
    run.contract_version,
    counted_documents.documents,
    counted_facts.facts,
    counted_findings.findings_open,
    counted_corrections.corrections_applied
from {{ ref('stg_release') }} as run
cross join counted_documents
cross join counted_facts
cross join counted_findings
cross join counted_corrections
