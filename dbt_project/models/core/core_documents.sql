-- grain: one document, with the report it is a rendition of and its place among the others
{{ config(alias='documents') }}

with documents as (
    select * from {{ ref('stg_documents') }}
),

-- Registry numbers of text documents tell versions of a report apart; a scan's number may be misread.
numbered as (
    select
        association_id,
        report_type,
        period_start,
        period_end,
        is_draft,
        count(distinct registry_number) as registry_numbers
    from documents
    where not is_scanned
    group by association_id, report_type, period_start, period_end, is_draft
),

versioned as (
    select
        documents.*,
        case
            when documents.report_type not in ('annual_report', 'interim_report', 'plan_budget')
                then coalesce(documents.registry_number, substring(documents.document_id, 1, 8))
            when coalesce(numbered.registry_numbers, 0) > 1
                then coalesce(documents.registry_number, 'unnumbered')
        end as version_mark
    from documents
    left join numbered
        on
            documents.association_id = numbered.association_id
            and documents.report_type = numbered.report_type
            and documents.period_start = numbered.period_start
            and documents.period_end = numbered.period_end
            and documents.is_draft = numbered.is_draft
),

-- A document that prints no date is taken to be said when its kind usually is.
dated as (
    select
        *,
        concat(
            association_id, '/', report_type, '/', cast(period_start as string), '--', cast(period_end as string),
            '/', case when is_draft then 'draft' else 'final' end,
            case when version_mark is null then '' else concat('/', translate(lower(version_mark), ' :/', '---')) end
        ) as report_id,
        coalesce(adopted_on, published_on, {{ usual_date('report_type', 'period_start', 'period_end') }}) as said_on
    from versioned
),

-- A version of a report that another one took the place of, at the same address, counts after it.
replaced as (
    select distinct
        replaces_document_id,
        report_id
    from dated
    where replaces_document_id is not null
),

placed as (
    select
        dated.*,
        row_number() over (
            partition by dated.report_id
            order by
                case when newer.replaces_document_id is null then 0 else 1 end, dated.is_scanned, dated.file_name, dated.document_id
        ) as rendition_no,
        dense_rank() over (
            partition by dated.association_id
            order by dated.said_on, dated.is_draft desc, dated.report_id
        ) as said_no
    from dated
    left join replaced as newer
        on
            dated.document_id = newer.replaces_document_id
            and dated.report_id = newer.report_id
)

select
    document_id,
    file_name,
    report_id,
    rendition_no = 1 as is_preferred,
    association_id,
    association_name,
    association_printed,
    is_provisional,
    report_type,
    title,
    registry_number,
    is_draft,
    period_start,
    period_end,
    fiscal_year,
    published_on,
    adopted_on,
    said_on,
    cast(said_no as integer) as said_no,
    pages,
    is_scanned,
    source_url,
    reader_version,
    replaces_document_id,
    deficit_page
from placed
