-- grain: one status of which a sentence counts the goals
-- Which goals a sentence counts is not said: those of the association, with or without the financial ones, those of one table, or
-- all. The selection that agrees best is meant; where none has as many goals as the sentence, nothing can be judged.
{{ config(alias='goal_count', post_hook=leave_parquet('goal_count')) }}

with rules as (
    {{ rules_of('goal_count') }}
),

counted as (
    select
        *,
        concat(document_id, '|', coalesce(initiative_id, ''), '|', context) as own_sentence
    from {{ ref('core_goal_counts') }}
    qualify row_number() over (partition by document_id, coalesce(initiative_id, ''), context, status order by fact_id) = 1
),

contexts as (
    select
        own_sentence,
        document_id,
        initiative_id,
        page,
        min(top) as top,
        bool_or(status = 'all') as tells_all,
        bool_or(status <> 'all') as judges
    from counted
    group by own_sentence, document_id, initiative_id, page
),

-- "The board set six goals. Of these, two were met": how many there were is told in the sentence before the one that judges.
led as (
    select
        first_said.own_sentence,
        judging.own_sentence as sentence
    from contexts as first_said
    inner join contexts as judging
        on
            first_said.document_id = judging.document_id and first_said.page = judging.page
            and coalesce(first_said.initiative_id, '') = coalesce(judging.initiative_id, '')
            and judging.top - first_said.top between -1 and 60
    where first_said.tells_all and not first_said.judges and judging.judges and not judging.tells_all
    qualify row_number() over (partition by first_said.own_sentence order by judging.top - first_said.top, judging.own_sentence) = 1
),

told as (
    select
        counted.*,
        coalesce(led.sentence, counted.own_sentence) as sentence
    from counted
    left join led on counted.own_sentence = led.own_sentence
    qualify row_number() over (
        partition by coalesce(led.sentence, counted.own_sentence), counted.status order by counted.top desc, counted.fact_id
    ) = 1
),

sentences as (
    select
        sentence,
        document_id,
        initiative_id,
        max(case when status = 'all' then value end) as told_all,
        sum(case when status <> 'all' then value else 0 end) as told_sum,
        list(fact_id order by fact_id) as fact_ids
    from told
    group by sentence, document_id, initiative_id
    having count(case when status <> 'all' then 1 end) > 0
),

goals as (
    select * from {{ ref('core_goals') }}
),

selections as (
    select
        sentences.sentence,
        'of the association' as selection,
        1 as selection_no,
        goals.goal_fact_id,
        goals.status,
        goals.doubt
    from sentences
    inner join goals
        on
            sentences.document_id = goals.document_id and coalesce(sentences.initiative_id, '') = coalesce(goals.initiative_id, '')
            and goals.goal_level <> 'financial'
    union all
    select
        sentences.sentence,
        'with the financial goals' as selection,
        2 as selection_no,
        goals.goal_fact_id,
        goals.status,
        goals.doubt
    from sentences
    inner join goals
        on sentences.document_id = goals.document_id and coalesce(sentences.initiative_id, '') = coalesce(goals.initiative_id, '')
    union all
    select
        sentences.sentence,
        concat('of table ', cast(goals.table_no as varchar)) as selection,
        3 as selection_no,
        goals.goal_fact_id,
        goals.status,
        goals.doubt
    from sentences
    inner join goals on sentences.document_id = goals.document_id and goals.table_no is not null
    union all
    select
        sentences.sentence,
        'of the report' as selection,
        4 as selection_no,
        goals.goal_fact_id,
        goals.status,
        goals.doubt
    from sentences
    inner join goals on sentences.document_id = goals.document_id
),

sizes as (
    select
        sentence,
        selection,
        selection_no,
        count(*) as goals,
        min(doubt) as doubt
    from selections
    group by sentence, selection, selection_no
),

compared as (
    select
        told.sentence,
        told.fact_id,
        told.status,
        told.value as told_value,
        sizes.selection,
        sizes.selection_no,
        sizes.goals,
        sizes.doubt,
        count(selections.goal_fact_id) as found,
        list(selections.goal_fact_id order by selections.goal_fact_id) as goal_ids
    from told
    inner join sizes on told.sentence = sizes.sentence
    left join selections
        on
            told.sentence = selections.sentence and sizes.selection = selections.selection and told.status = selections.status
    where told.status <> 'all'
    group by
        told.sentence, told.fact_id, told.status, told.value, sizes.selection, sizes.selection_no, sizes.goals, sizes.doubt
),

fits as (
    select
        sentence,
        selection,
        selection_no,
        goals,
        sum(abs(told_value - found)) as apart
    from compared
    group by sentence, selection, selection_no, goals
),

chosen as (
    select
        fits.*,
        sentences.told_all,
        sentences.told_sum
    from fits
    inner join sentences on fits.sentence = sentences.sentence
    qualify row_number() over (
        partition by fits.sentence
        -- As many goals as the sentence says there are, before those that happen to be judged so.
        order by
            coalesce(sentences.told_all <> fits.goals, false), fits.apart, abs(coalesce(sentences.told_all, sentences.told_sum) - fits.goals),
            fits.selection_no, fits.selection
    ) = 1
),

places as (
    select
        compared.fact_id as place,
        chosen.selection as equation,
        compared.told_value as left_value,
        compared.found as right_value,
        concat('the count of goals that are ', replace(compared.status, '_', ' '), ' in the sentence') as left_label,
        concat('the count of such goals ', chosen.selection) as right_label,
        case
            when chosen.apart > 0 and chosen.told_all is not null and chosen.told_all <> chosen.goals
                then 'the goals that were read are not as many as the sentence counts'
            when chosen.apart > 0 and chosen.told_all is null and abs(chosen.told_sum - chosen.goals) > 1
                then 'the sentence counts other goals than those that were read'
            when chosen.apart > greatest(1, chosen.goals / 3) then 'most of the goals were judged otherwise than the sentence says'
        end as reason,
        compared.doubt,
        [compared.fact_id] as left_fact_ids,
        list_filter(compared.goal_ids, lambda g : g is not null) as right_fact_ids,
        compared.sentence
    from compared
    inner join chosen on compared.sentence = chosen.sentence and compared.selection = chosen.selection
    union all
    select
        concat(sentences.fact_ids[1], '-all') as place,
        'within the sentence' as equation,
        sentences.told_all as left_value,
        case
            when chosen.apart = 0 and chosen.goals = sentences.told_sum then sentences.told_sum
            else greatest(sentences.told_sum, sentences.told_all)
        end as right_value,
        'the number of goals in the sentence' as left_label,
        'the sum of those that it judges' as right_label,
        case
            when sentences.told_sum < sentences.told_all and not (chosen.apart = 0 and chosen.goals = sentences.told_sum)
                then 'it need not tell what became of every goal'
        end as reason,
        null as doubt,
        sentences.fact_ids as left_fact_ids,
        cast([] as varchar[]) as right_fact_ids,
        sentences.sentence
    from sentences
    left join chosen on sentences.sentence = chosen.sentence
    where sentences.told_all is not null
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        first_of.association_id,
        first_of.document_id,
        first_of.file_name,
        first_of.page,
        'goals' as statement,
        cast(null as integer) as table_no,
        cast(null as varchar) as column_printed,
        first_of.period_end,
        places.place,
        places.equation,
        'count' as basis,
        places.left_label,
        places.right_label,
        places.left_value,
        places.right_value,
        rules.tolerance_fixed as tolerance,
        places.reason is null as evaluable,
        places.reason,
        case when places.reason is null and places.left_value <> places.right_value then places.doubt end as doubt,
        cast(null as varchar) as hint,
        2 as terms,
        false as repaired,
        places.left_fact_ids,
        places.right_fact_ids
    from places
    cross join rules
    inner join told as first_of on places.left_fact_ids[1] = first_of.fact_id
)

select {{ residual_columns() }}
from placed
