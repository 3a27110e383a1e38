-- grain: one question of one survey for one group of respondents, and what one rule asks of its answers
{{ config(alias='indicator_answers', post_hook=leave_parquet('indicator_answers')) }}

with rules as (
    {{ rules_of('indicator_answers') }}
),

answers as (
    select
        *,
        concat_ws(
            '|', document_id, coalesce(sheet, ''), coalesce(cast(table_no as varchar), ''), survey_code, respondent_group, question_no,
            coalesce(gender, ''), coalesce(initiative_id, ''), cast(period_end as varchar)
        ) as question,
        case
            when doubt is not null then concat('the reading is uncertain: ', doubt)
            when reading = 'ocr' then 'the reading is uncertain: it was read by OCR'
        end as reading_doubt
    from {{ ref('core_indicators') }}
),

questions as (
    select
        question,
        min(fact_id) as fact_id,
        max(answered_n) as answered_n,
        max(asked_n) as asked_n,
        sum(case when measure = 'label_count' then n end) as counted,
        count(distinct case when measure = 'label_count' then answer_label end) as labels_counted,
        sum(case when measure = 'label_share' then share end) as shared,
        count(distinct case when measure = 'label_share' then answer_label end) as labels_shared,
        count(distinct case when answer_label is not null and answer_order is null then answer_label end) as off_the_scale,
        count(distinct case when answer_label is not null then answer_label end) as labels,
        count(distinct case when answer_label is not null then scale end) as scales,
        bool_or(is_suppressed) as is_withheld,
        bool_or(n is not null or share is not null) as tells_answers,
        min(reading_doubt) as doubt,
        list(fact_id order by answer_order nulls last, fact_id) as fact_ids
    from answers
    group by question
),

-- The share of the answers at or above each label, where the labels are told too.
from_label as (
    select
        cuts.question,
        cuts.answer_label,
        100 * sum(case when above.answer_order <= cuts.answer_order then coalesce(above.n, above.share) end)
        / nullif(sum(coalesce(above.n, above.share)), 0) as share
    from answers as cuts
    inner join answers as above on cuts.question = above.question and cuts.measure = above.measure
    where cuts.measure in ('label_count', 'label_share') and cuts.answer_order < 9 and above.answer_order < 9
    group by cuts.question, cuts.answer_label, cuts.fact_id
),

positive as (
    select
        told.fact_id,
        told.question,
        told.share as left_value,
        from_label.share as right_value,
        from_label.answer_label,
        told.positive_from is not null as is_cut_told
    from answers as told
    inner join from_label
        on told.question = from_label.question and (told.positive_from is null or told.positive_from = from_label.answer_label)
    where told.measure in ('positive_share', 'top_share') and told.share is not null
    qualify row_number() over (partition by told.fact_id order by abs(told.share - from_label.share), from_label.answer_label) = 1
),

in_years as (
    select
        answers.fact_id,
        answers.question,
        answers.respondent_group,
        answers.fiscal_year,
        greatest(
            try_cast(json_extract_string(rules.parameters, '$.first_year."' || answers.question_no || '"') as integer),
            try_cast(json_extract_string(rules.parameters, '$.first_year."' || answers.respondent_group || '"') as integer)
        ) as first_year,
        try_cast(json_extract_string(rules.parameters, '$.last_year."' || answers.respondent_group || '"') as integer) as last_year
    from answers
    inner join rules on json_extract(rules.parameters, '$.first_year') is not null
    where answers.survey_code like 'nns%' and coalesce(first_year, last_year) is not null
    qualify row_number() over (partition by answers.question order by answers.fact_id) = 1
),

compared as (
    select
        'counts_make_answered' as asks,
        fact_id,
        question,
        'the sum of its answers' as left_label,
        'those who answered' as right_label,
        counted as left_value,
        answered_n as right_value,
        0 as room,
        case
            when is_withheld then 'an answer is withheld'
            when counted < answered_n then 'some may have left the question out'
        end as reason
    from questions
    where labels_counted > 1 and answered_n is not null
    union all
    select
        'shares_make_all' as asks,
        fact_id,
        question,
        'the sum of its shares' as left_label,
        'all answers' as right_label,
        shared as left_value,
        100 as right_value,
        -- Half a point for each rounded share, and never less than one.
        greatest(1, labels_shared / 2.0) as room,
        case
            when is_withheld then 'an answer is withheld'
            when shared < 100 - greatest(1, labels_shared / 2.0) then 'not every answer may be printed'
        end as reason
    from questions
    where labels_shared > 2
    union all
    select
        'labels_on_one_scale' as asks,
        fact_id,
        question,
        'the number of labels that its scale does not have' as left_label,
        'none' as right_label,
        case when scales > 1 then scales - 1 else off_the_scale end as left_value,
        0 as right_value,
        0 as room,
        case when off_the_scale = labels then 'the scale is not known' end as reason
    from questions
    where labels > 1
    union all
    select
        case when is_cut_told then 'share_from_the_told_label' else 'share_from_some_label' end as asks,
        fact_id,
        question,
        'the printed positive share' as left_label,
        concat('the answers from "', answer_label, '" upwards') as right_label,
        left_value,
        right_value,
        1 as room,
        cast(null as varchar) as reason
    from positive
    union all
    select
        'answered_within_asked' as asks,
        fact_id,
        question,
        'those who answered' as left_label,
        'those who were asked' as right_label,
        answered_n as left_value,
        asked_n as right_value,
        greatest(asked_n - answered_n, 0) as room,
        cast(null as varchar) as reason
    from questions
    where answered_n is not null and asked_n is not null
    union all
    select
        'few_answers_shown' as asks,
        questions.fact_id,
        questions.question,
        'the answers of fewer than the threshold that are shown (1) or not (0)' as left_label,
        'what should be shown' as right_label,
        case when questions.answered_n < {{ masking_threshold() }} and questions.tells_answers then 1 else 0 end as left_value,
        0 as right_value,
        0 as room,
        cast(null as varchar) as reason
    from questions
    inner join answers on questions.fact_id = answers.fact_id
    left join {{ ref('core_masked_facts') }} as masked on questions.fact_id = masked.fact_id
    where questions.answered_n is not null and masked.fact_id is null
    union all
    select
        'november_to_october' as asks,
        fact_id,
        question,
        'a window other than November to October (1) or that one (0)' as left_label,
        'what the survey has' as right_label,
        case when {{ window_kind('period_start', 'period_end') }} = 'november_october' then 0 else 1 end as left_value,
        0 as right_value,
        0 as room,
        case when period_start is null then 'the window is not told' end as reason
    from answers
    where survey_code like 'nns%'
    qualify row_number() over (partition by question order by fact_id) = 1
    union all
    -- A measuring year outside those in which the survey has the question, or the group: before the first, or after the last.
    select
        'in_its_years' as asks,
        fact_id,
        question,
        concat('the measuring year of the ', replace(respondent_group, '_', ' '), ' survey') as left_label,
        concat('the ', case when first_year is null then 'last' else 'first' end, ' year with it') as right_label,
        fiscal_year as left_value,
        coalesce(first_year, last_year) as right_value,
        case
            when first_year is null then greatest(last_year - fiscal_year, 0)
            else greatest(fiscal_year - first_year, 0)
        end as room,
        cast(null as varchar) as reason
    from in_years
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        facts.association_id,
        facts.document_id,
        facts.file_name,
        facts.page,
        'indicators' as statement,
        facts.table_no,
        facts.question_no as column_printed,
        facts.period_end,
        concat(compared.fact_id, '-', compared.asks) as place,
        compared.asks as equation,
        case when compared.asks like 'share%' then 'percent' when compared.asks = 'in_its_years' then 'year' else 'count' end as basis,
        concat('Question ', facts.question_no, ': ', compared.left_label) as left_label,
        compared.right_label,
        compared.left_value,
        compared.right_value,
        compared.room as tolerance,
        compared.reason is null as evaluable,
        compared.reason,
        case when abs(compared.left_value - compared.right_value) > compared.room then questions.doubt end as doubt,
        cast(null as varchar) as hint,
        2 as terms,
        false as repaired,
        list_slice(questions.fact_ids, 1, 40) as left_fact_ids,
        cast([] as varchar[]) as right_fact_ids
    from compared
    inner join rules on list_contains(cast(json_extract_string(rules.parameters, '$.asks[*]') as varchar[]), compared.asks)
    inner join answers as facts on compared.fact_id = facts.fact_id
    inner join questions on compared.question = questions.question
)

select {{ residual_columns() }}
from placed
