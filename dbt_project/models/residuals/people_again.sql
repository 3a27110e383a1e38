-- grain: one count that another table of the document, or an earlier document, prints too
-- Tables count different people under one name, so two are compared only where most of what both print agrees. A sentence on all of
-- a year is held against the report of that year, where each tells one such count and the two are near.
{{ config(alias='people_again', post_hook=leave_parquet('people_again')) }}

with rules as (
    {{ rules_of('people_again') }}
),

counts as (
    select
        figures.*,
        documents.report_id,
        documents.said_no,
        concat(figures.association_id, '|', {{ people_key('figures') }}) as full_key,
        count(*) over (partition by figures.document_id, figures.stands_in, {{ people_key('figures') }}) as alike,
        min(figures.value) over of_document = max(figures.value) over of_document as is_single,
        figures.found_in = 'text' as is_told
    from {{ ref('people_figures') }} as figures
    inner join {{ ref('core_documents') }} as documents on figures.document_id = documents.document_id
    where
        figures.unit = 'persons' and figures.value is not null and not figures.is_suppressed
        and figures.qualifier is null and documents.is_preferred and not documents.is_draft
        and (
            figures.found_in = 'table'
            or (
                figures.found_in = 'text' and figures.who is null and figures.municipality is null and not figures.is_of_which
                and figures.period_start is not null and not ({{ is_one_of_categories('figures') }})
            )
        )
    window of_document as (partition by figures.document_id, {{ people_key('figures') }})
),

pairs as (
    select
        mine.fact_id,
        mine.document_id,
        mine.stands_in,
        mine.value,
        mine.doubt,
        mine.is_told or theirs.is_told as is_told,
        theirs.fact_id as other_id,
        theirs.document_id as other_document_id,
        theirs.stands_in as other_stands_in,
        theirs.value as other_value,
        theirs.doubt as other_doubt,
        theirs.said as other_said,
        theirs.file_name as other_file_name,
        theirs.page as other_page
    from counts as mine
    inner join counts as theirs
        on
            mine.full_key = theirs.full_key and mine.alike = 1 and theirs.alike = 1
            and (
                (mine.document_id = theirs.document_id and not mine.is_told and not theirs.is_told and mine.table_no > theirs.table_no)
                or (
                    mine.report_id <> theirs.report_id and mine.said_no > theirs.said_no
                    and (mine.is_told = theirs.is_told or (mine.is_told and theirs.is_single))
                    and (not mine.is_told or mine.is_single and theirs.is_single)
                )
            )
            and (mine.count_kind = theirs.count_kind or mine.is_told)
),

standing as (
    select
        document_id,
        stands_in,
        other_document_id,
        other_stands_in,
        count(case when value = other_value then 1 end) as hold,
        count(case when value <> other_value then 1 end) as fall
    from pairs
    group by document_id, stands_in, other_document_id, other_stands_in
),

chosen as (
    select
        pairs.*,
        standing.hold,
        standing.fall
    from pairs
    inner join standing
        on
            pairs.document_id = standing.document_id and pairs.stands_in = standing.stands_in
            and pairs.other_document_id = standing.other_document_id and pairs.other_stands_in = standing.other_stands_in
    where standing.hold > 0 or pairs.is_told
    qualify row_number() over (
        partition by pairs.fact_id order by standing.hold - standing.fall desc, pairs.other_document_id = pairs.document_id desc, pairs.other_id
    ) = 1
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        {{ people_place('figures') }},
        chosen.fact_id as place,
        case when chosen.document_id = chosen.other_document_id then 'table against table' else 'report against report' end as equation,
        'count' as basis,
        figures.said as left_label,
        case
            when chosen.document_id = chosen.other_document_id then concat(chosen.other_said, ' (page ', cast(chosen.other_page as varchar), ')')
            else concat(chosen.other_said, ' in ', chosen.other_file_name, ' (page ', cast(chosen.other_page as varchar), ')')
        end as right_label,
        chosen.value as left_value,
        chosen.other_value as right_value,
        rules.tolerance_fixed as tolerance,
        chosen.value = chosen.other_value
        or (
            not chosen.is_told and chosen.hold >= cast(json_extract_string(rules.parameters, '$.agree_at_least') as integer) and chosen.hold > 2 * chosen.fall
        )
        or (chosen.is_told and {{ is_near('chosen', 'rules') }}) as evaluable,
        coalesce(chosen.doubt, chosen.other_doubt) as reading_doubt,
        [chosen.fact_id] as left_fact_ids,
        [chosen.other_id] as right_fact_ids
    from chosen
    cross join rules
    inner join counts as figures on chosen.fact_id = figures.fact_id
),

finished as (
    select
        *,
        case when not evaluable then 'the two tables agree in too little to be of the same people' end as reason,
        case when left_value <> right_value then reading_doubt end as doubt,
        cast(null as varchar) as hint,
        2 as terms,
        false as repaired
    from placed
)

select {{ residual_columns() }}
from finished
