-- grain: one count told in a sentence, or in the comment on a goal, that the document also gives elsewhere
-- Sentences are loose about whom they count, so a difference only warns, a count told in one place as in the other settles it, and
-- counts too far apart are held to be about something else. Two sentences are compared only where one tells the genders apart.
{{ config(alias='people_told', post_hook=leave_parquet('people_told')) }}

with rules as (
    {{ rules_of('people_told') }}
),

counts as (
    select
        figures.*,
        concat(figures.document_id, '|', {{ people_key('figures') }}) as full_key,
        concat(figures.document_id, '|', {{ people_key('figures', ['gender']) }}) as total_key
    from {{ ref('people_figures') }} as figures
    where figures.unit = 'persons' and figures.value is not null and not figures.is_suppressed and figures.qualifier is null
),

-- Women and men told without their total: what they make is a count too.
made_of_genders as (
    select
        document_id,
        stands_in,
        total_key as full_key,
        sum(value) as value,
        list(fact_id order by fact_id) as fact_ids,
        string_agg(said, ' + ' order by x0, fact_id) as said,
        min(doubt) as doubt
    from counts
    where gender is not null
    group by document_id, stands_in, total_key
    having
        count(distinct case when gender in ('women', 'men') then gender end) = 2 and count(*) = count(distinct gender)
),

-- A comment on a goal need be no row of participants, but a count in it is one that somebody printed.
patterns as (
    select
        rule_id,
        json_extract_string(pattern, '$.measure') as measure,
        json_extract_string(pattern, '$.says') as says
    from (select rule_id, unnest(cast(json_extract(parameters, '$.patterns') as json[])) as pattern from rules) as listed
),

comments as (
    select distinct
        goals.goal_fact_id as fact_id,
        goals.document_id,
        goals.initiative_id as who,
        goals.period_start,
        goals.period_end,
        patterns.measure,
        try_cast(regexp_extract(goals.comment, patterns.says, 1) as decimal(18, 3)) as value,
        regexp_extract(goals.comment, patterns.says, 0) as said
    from {{ ref('core_goals') }} as goals
    cross join patterns
    where goals.initiative_id is not null and regexp_matches(goals.comment, patterns.says)
),

-- What the reading made a count of its own speaks for itself.
read_anyway as (
    select distinct comments.fact_id
    from comments
    inner join {{ ref('core_goals') }} as goals on comments.fact_id = goals.goal_fact_id
    inner join counts on comments.document_id = counts.document_id and counts.found_in = 'text'
    where contains(goals.comment, counts.context)
),

claims as (
    select
        fact_id,
        fact_id as place,
        document_id,
        full_key,
        stands_in,
        value,
        said,
        doubt,
        gender,
        who,
        false as is_comment
    from counts
    where found_in = 'text' and not (is_of_which and gender is null)
    union all
    select
        comments.fact_id,
        concat(comments.fact_id, '-', comments.measure, '-', comments.value) as place,
        comments.document_id,
        like_it.total_key as full_key,
        'comment' as stands_in,
        comments.value,
        concat('"', trim(comments.said), '" in the comment on a goal') as said,
        cast(null as varchar) as doubt,
        cast(null as varchar) as gender,
        comments.who,
        true as is_comment
    from comments
    inner join (
        select distinct
            document_id,
            measure,
            who,
            period_end,
            total_key
        from counts
        where
            municipality is null and exit_reason is null and age_band is null and education is null and support_type is null
            and occupation is null and before_after is null and registration_type is null and area_scope = 'own'
            and (period_start is null or period_start >= period_end - interval 370 day)
    ) as like_it
        on
            comments.document_id = like_it.document_id and comments.measure = like_it.measure and comments.who = like_it.who
            and comments.period_end = like_it.period_end
    where comments.value is not null and comments.fact_id not in (select read_anyway.fact_id from read_anyway)
),

others as (
    select
        document_id,
        full_key,
        stands_in,
        found_in = 'text' as is_text,
        false as is_made,
        value,
        said,
        doubt,
        [fact_id] as fact_ids
    from counts
    union all
    select
        document_id,
        full_key,
        stands_in,
        stands_in like 'text|%' as is_text,
        true as is_made,
        value,
        said,
        doubt,
        fact_ids
    from made_of_genders
),

held as (
    select
        claims.*,
        others.value as other_value,
        others.said as other_said,
        others.doubt as other_doubt,
        others.fact_ids as other_ids,
        others.is_text as is_other_text
    from claims
    inner join others
        on
            claims.full_key = others.full_key and claims.stands_in <> others.stands_in
            and (not others.is_text or (others.is_made and claims.who is not null) or claims.is_comment)
),

nearest as (
    select *
    from held
    qualify row_number() over (partition by place order by abs(value - other_value), is_other_text, other_ids[1]) = 1
),

-- Where another sentence tells what the table says, this one may be about a part of them.
told_rightly as (
    select distinct
        full_key,
        place
    from nearest
    where value = other_value and not is_comment
),

-- Several counts told of the same are counts of parts that the sentences tell apart and the reading does not:
-- three of one initiative that are near the other figure, two of the whole association.
told_often as (
    select nearest.full_key
    from nearest
    cross join rules
    where not nearest.is_comment and (nearest.who is null or {{ is_near('nearest', 'rules') }})
    group by nearest.full_key
    having count(distinct nearest.value) > case when bool_and(nearest.who is null) then 1 else 2 end
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        documents.association_id,
        nearest.document_id,
        documents.file_name,
        coalesce(figures.page, goals.page) as page,
        'participants' as statement,
        cast(null as integer) as table_no,
        figures.column_printed,
        coalesce(figures.period_end, goals.period_end) as period_end,
        nearest.place,
        case when nearest.is_other_text then 'text against text' else 'text against table' end as equation,
        'count' as basis,
        nearest.said as left_label,
        nearest.other_said as right_label,
        nearest.value as left_value,
        nearest.other_value as right_value,
        rules.tolerance_fixed as tolerance,
        case
            when nearest.value = other_value then null
            when told_often.full_key is not null and not nearest.is_comment then 'several counts are told, and each may be of a part'
            when told_rightly.full_key is not null then 'another sentence tells the same as the table, and this one may be of a part'
            when not {{ is_near('nearest', 'rules') }}
                then 'the two are too far apart to be about the same people'
        end as reason,
        coalesce(nearest.doubt, nearest.other_doubt) as reading_doubt,
        [nearest.fact_id] as left_fact_ids,
        nearest.other_ids as right_fact_ids
    from nearest
    cross join rules
    inner join {{ ref('core_documents') }} as documents on nearest.document_id = documents.document_id
    left join counts as figures on nearest.fact_id = figures.fact_id
    left join {{ ref('core_goals') }} as goals on nearest.fact_id = goals.goal_fact_id
    left join (select distinct full_key from told_rightly) as told_rightly on nearest.full_key = told_rightly.full_key
    left join told_often on nearest.full_key = told_often.full_key
),

finished as (
    select
        *,
        reason is null as evaluable,
        case when reason is null and left_value <> right_value then reading_doubt end as doubt,
        cast(null as varchar) as hint,
        2 as terms,
        false as repaired
    from placed
)

select {{ residual_columns() }}
from finished
