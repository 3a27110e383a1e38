-- grain: one goal as one document states it, in every rendition, with the goal it is over documents and years
{{ config(alias='goals') }}

-- The same goal stands in the plan of a year, in the report of that year and in the plan of the next, rarely in the
-- same words. Each goal is linked to at most one of each document before it, best first; a goal's identity comes from
-- the earliest it is linked to, so that it stays when later documents arrive.
with recursive goals as (
    select
        goals.*,
        documents.report_id,
        documents.is_preferred,
        documents.report_type,
        documents.is_draft,
        documents.fiscal_year as document_year,
        documents.said_on,
        documents.said_no,
        {{ folded_text('goals.goal_text') }} as folded,
        string_split({{ folded_text('goals.goal_text') }}, ' ') as words,
        -- By the year it is about: the plan of a year is said before the report of the year before.
        row_number() over (
            partition by documents.association_id
            order by
                documents.fiscal_year, documents.said_no, documents.is_scanned, documents.file_name, goals.row_no,
                goals.goal_fact_id
        ) as goal_order
    from {{ ref('stg_goals') }} as goals
    inner join {{ ref('core_documents') }} as documents on goals.document_id = documents.document_id
),

-- Plan to report of its year, report to plan of the next year, and one rendition of a report to the other. A document
-- that does not say whose goal it is, or of what kind, says the same goal when it says it in the same words.
candidates as (
    select
        later.goal_fact_id,
        later.document_id,
        before.goal_fact_id as before_fact_id,
        before.document_id as before_document_id,
        before.goal_order as before_order,
        later.row_no,
        abs(later.row_no - before.row_no) as distance,
        coalesce(later.initiative_id, '') = coalesce(before.initiative_id, '') as has_same_scope,
        coalesce(later.goal_no = before.goal_no, false) as has_same_no,
        coalesce(later.goal_no <> before.goal_no, false) as has_other_no,
        len(list_intersect(list_distinct(later.words), list_distinct(before.words))) as common,
        len(list_distinct(later.words)) as later_words,
        len(list_distinct(before.words)) as before_words,
        jaro_winkler_similarity(later.folded, before.folded) as spelling
    from goals as later
    inner join goals as before
        on
            later.association_id = before.association_id
            and (
                later.folded = before.folded
                or (
                    coalesce(later.initiative_id, '') = coalesce(before.initiative_id, '')
                    and (later.goal_level = 'financial') = (before.goal_level = 'financial')
                )
            )
            and (
                later.initiative_id is null
                or before.initiative_id is null
                or later.initiative_id = before.initiative_id
            )
            and later.document_id <> before.document_id
            and later.goal_order > before.goal_order
            and later.document_year - before.document_year between 0 and 1
),

-- Words in common weigh; a text cut short in a report still has nearly all its words in the plan's. Spelling alone
-- settles only what is nearly the same, and another number asks for more.
likened as (
    select
        *,
        greatest(
            common / (later_words + before_words - common),
            case when least(later_words, before_words) >= 4 then 0.9 * common / least(later_words, before_words) else 0 end,
            case when spelling >= 0.93 then spelling else 0 end
        ) as text_likeness
    from candidates
),

pairs as (
    select
        *,
        text_likeness + case when has_same_no then 0.2 else 0 end + case when has_same_scope then 0.3 else 0 end
            as likeness
    from likened
    where text_likeness >= case when has_same_no then 0.4 when has_other_no then 0.7 else 0.6 end
),

{{ linking_round(1, []) }},

{{ linking_round(2, [1]) }},

{{ linking_round(3, [1, 2]) }},

linked as (
    select * from links_1
    union all
    select * from links_2
    union all
    select * from links_3
),

-- The nearest document that has the goal; two goals of one document never go on from the same one.
nearest as (
    select
        goal_fact_id,
        document_id,
        before_fact_id,
        row_number() over (partition by goal_fact_id order by before_order desc, likeness desc) as near_no,
        likeness
    from linked
),

parents as (
    select
        goal_fact_id,
        before_fact_id,
        row_number() over (partition by document_id, before_fact_id order by likeness desc, goal_fact_id asc) as heir_no
    from nearest
    where near_no = 1
),

lineage as (
    select
        goals.goal_fact_id,
        goals.goal_fact_id as root_fact_id
    from goals
    left join parents on goals.goal_fact_id = parents.goal_fact_id and parents.heir_no = 1
    where parents.goal_fact_id is null
    union all
    select
        parents.goal_fact_id,
        lineage.root_fact_id
    from lineage
    inner join parents on lineage.goal_fact_id = parents.before_fact_id and parents.heir_no = 1
),

-- One goal of a document for one identity: where two lines of descent meet, the first keeps it.
settled as (
    select
        lineage.goal_fact_id,
        case
            when
                row_number() over (
                    partition by goals.document_id, lineage.root_fact_id
                    order by goals.row_no, goals.goal_fact_id
                ) = 1
                then lineage.root_fact_id
            else lineage.goal_fact_id
        end as root_fact_id
    from lineage
    inner join goals on lineage.goal_fact_id = goals.goal_fact_id
),

named as (
    select
        roots.root_fact_id,
        concat(
            first_said.association_id, '|', coalesce(first_said.initiative_id, ''), '|', first_said.folded
        ) as wording,
        row_number() over (
            partition by first_said.association_id, first_said.initiative_id, first_said.folded
            order by first_said.goal_order
        ) as wording_no
    from (select distinct root_fact_id from settled) as roots
    inner join goals as first_said on roots.root_fact_id = first_said.goal_fact_id
)

select
    goals.goal_fact_id,
    goals.file_name,
    substring(
        md5(concat(named.wording, case when named.wording_no = 1 then '' else concat('|', named.wording_no) end)), 1, 16
    ) as goal_id,
    goals.document_id,
    goals.association_id,
    goals.page,
    goals.x0,
    goals.top,
    goals.x1,
    goals.bottom,
    goals.sheet,
    goals.cell,
    goals.reading,
    goals.reading_note,
    goals.doubt,
    goals.period_type,
    goals.period_start,
    goals.period_end,
    goals.fiscal_year,
    goals.table_no,
    goals.row_no,
    goals.initiative_id,
    goals.initiative_printed,
    goals.goal_level,
    goals.goal_no,
    goals.parent_no,
    goals.goal_text,
    goals.measure_text,
    goals.survey_question,
    goals.positive_from,
    goals.comparator,
    goals.target_printed,
    goals.target_value,
    goals.outcome_printed,
    goals.outcome_value,
    goals.unit,
    goals.status,
    goals.status_printed,
    goals.status_computed,
    goals.comment,
    goals.report_id,
    goals.is_preferred,
    goals.report_type,
    goals.is_draft,
    goals.document_year as document_fiscal_year,
    goals.said_on,
    goals.said_no,
    cast(goals.goal_order as integer) as goal_order
from goals
inner join settled on goals.goal_fact_id = settled.goal_fact_id
inner join named on settled.root_fact_id = named.root_fact_id
