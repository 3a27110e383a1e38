-- grain: one kind of report of one association and year, expected or present
with documents as (
    select * from {{ ref('core_documents') }}
),

spans as (
    select
        association_id,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year
    from documents
    where report_type = 'annual_report'
    group by association_id
),

years as (
    select distinct fiscal_year from documents
),

-- The law asks for a report and a budget every year; a report within the year is the association's own choice.
expected as (
    select
        spans.association_id,
        years.fiscal_year,
        kinds.report_type
    from spans
    inner join years on years.fiscal_year between spans.first_year and spans.last_year
    cross join (
        select 'annual_report' as report_type
        union all
        select 'plan_budget' as report_type
    ) as kinds
),

facts as (
    select
        document_id,
        count(*) as facts,
        count(doubt) as doubts
    from {{ ref('core_finances') }}
    group by document_id
),

people as (
    select
        document_id,
        count(*) as participants,
        count(doubt) as doubts
    from {{ ref('core_participants') }}
    where goal_fact_id is null
    group by document_id
),

goals as (
    select
        document_id,
        count(*) as goals,
        count(doubt) as doubts
    from {{ ref('core_goals') }}
    group by document_id
),

answers as (
    select
        document_id,
        count(*) as indicators,
        count(doubt) as doubts
    from {{ ref('core_indicators') }}
    group by document_id
),

unread as (
    select
        document_id,
        count(*) as unread
    from {{ ref('core_unread') }}
    group by document_id
),

present as (
    select
        documents.association_id,
        documents.fiscal_year,
        documents.report_type,
        count(*) as documents,
        count(distinct documents.report_id) as reports,
        sum(case when documents.is_preferred then coalesce(facts.facts, 0) else 0 end) as facts,
        sum(case when documents.is_preferred then coalesce(people.participants, 0) else 0 end) as participants,
        sum(case when documents.is_preferred then coalesce(goals.goals, 0) else 0 end) as goals,
        sum(case when documents.is_preferred then coalesce(answers.indicators, 0) else 0 end) as indicators,
        sum(
            case
                when documents.is_preferred
                    then
                        coalesce(facts.doubts, 0) + coalesce(people.doubts, 0) + coalesce(goals.doubts, 0)
                        + coalesce(answers.doubts, 0)
                else 0
            end
        ) as doubts,
        sum(case when documents.is_preferred then coalesce(unread.unread, 0) else 0 end) as unread
    from documents
    left join facts on documents.document_id = facts.document_id
    left join people on documents.document_id = people.document_id
    left join goals on documents.document_id = goals.document_id
    left join answers on documents.document_id = answers.document_id
    left join unread on documents.document_id = unread.document_id
    group by documents.association_id, documents.fiscal_year, documents.report_type
),

keys as (
    select association_id, fiscal_year, report_type from expected
    union distinct
    select association_id, fiscal_year, report_type from present
)

select
    keys.association_id,
    keys.fiscal_year,
    keys.report_type,
    expected.report_type is not null as is_expected,
    present.report_type is not null as is_present,
    cast(coalesce(present.documents, 0) as integer) as documents,
    cast(coalesce(present.reports, 0) as integer) as reports,
    cast(coalesce(present.facts, 0) as integer) as facts,
    cast(coalesce(present.participants, 0) as integer) as participants,
    cast(coalesce(present.goals, 0) as integer) as goals,
    cast(coalesce(present.indicators, 0) as integer) as indicators,
    cast(coalesce(present.doubts, 0) as integer) as doubts,
    cast(coalesce(present.unread, 0) as integer) as unread
from keys
left join expected
    on
        keys.association_id = expected.association_id
        and keys.fiscal_year = expected.fiscal_year
        and keys.report_type = expected.report_type
left join present
    on
        keys.association_id = present.association_id
        and keys.fiscal_year = present.fiscal_year
        and keys.report_type = present.report_type
order by keys.association_id, keys.fiscal_year, keys.report_type
