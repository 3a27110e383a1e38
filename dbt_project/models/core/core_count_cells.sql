-- grain: one count that one fact tells, its own or the base it names, as a cell of what is counted, of whom and when
{{ config(alias='count_cells') }}
{% set dimensions = count_dimensions().strip().split(',') %}

with participants as (
    select
        *,
        coalesce(scenario, 'actual') <> 'target' as is_count,
        max(case when measure in ('ongoing_start', 'ongoing_end') then 1 else 0 end) over (
            partition by association_id, area_scope
        ) as has_stock
    from {{ ref('core_participants') }}
),

-- A stock at the end of one period is the stock at the start of the next: one day, one cell. Where stocks are told,
-- who came and who left follows from them, so all five are one pool.
people as (
    select
        'participants' as fact_kind,
        fact_id,
        'value' as part,
        (source_system <> 'document' and not {{ is_public_report('report_type') }}) or {{ masks_documents() }}
            as is_maskable,
        concat(
            'people|', association_id, '|', area_scope, '|',
            case
                when
                    has_stock = 1
                    and measure in ('participants', 'started', 'exits', 'ongoing_start', 'ongoing_end')
                    then 'flow'
                else measure
            end
        ) as pool,
        concat(
            case when measure in ('ongoing_start', 'ongoing_end') then 'ongoing' else measure end, '|',
            coalesce(before_after, '')
        ) as side,
        case when measure in ('ongoing_start', 'ongoing_end') then 'ongoing' else measure end as side_group,
        case
            when measure = 'ongoing_start' and period_start is not null then period_start - interval 1 day
            when measure = 'ongoing_end' then period_end
            else coalesce(period_start, period_end)
        end as first_day,
        case
            when measure = 'ongoing_start' and period_start is not null then period_start - interval 1 day
            else period_end
        end as last_day,
        cast(null as string) as answer_label,
        education,
        age_band,
        support_type,
        occupation,
        exit_reason,
        registration_type,
        municipality,
        initiative_id,
        nullif(gender, 'all') as gender,
        unit = 'percent' as is_share,
        is_suppressed,
        case when unit = 'percent' then round(value * base_n / 100) else value end as counted,
        base_n as base,
        cast(null as integer) as cut_order,
        cast(null as integer) as label_order
    from participants
    where is_count
),

answers as (
    select
        *,
        concat(
            'answers|', coalesce(association_id, ''), '|', survey_code, '|', respondent_group, '|', question_no
        ) as pool,
        coalesce(answered_n, case when share > 0 and n is not null then round(100 * n / share) end) as base
    from {{ ref('core_indicators') }}
),

label_orders as (
    select
        pool,
        answer_label,
        min(answer_order) as label_order
    from answers
    where answer_label is not null
    group by pool, answer_label
),

ordered_answers as (
    select
        answers.*,
        label_orders.label_order,
        case when answers.measure = 'top_share' then 1 else cuts.label_order end as cut_order
    from answers
    left join label_orders
        on answers.pool = label_orders.pool and answers.answer_label = label_orders.answer_label
    left join label_orders as cuts
        on answers.pool = cuts.pool and answers.positive_from = cuts.answer_label
),

-- What one row of a survey tells: its label's count, those above a cut and those below it, who answered, who was asked.
parts as (
    select
        *,
        'value' as part,
        'answers' as side,
        answer_label as cell_label,
        coalesce(n, round(share * base / 100)) as counted,
        measure = 'label_share' and n is null as is_share
    from ordered_answers
    where measure in ('label_count', 'label_share')
    union all
    select
        *,
        'above' as part,
        concat(measure, '|', coalesce(positive_from, '')) as side,
        cast(null as string) as cell_label,
        coalesce(n, round(share * base / 100)) as counted,
        true as is_share
    from ordered_answers
    where measure in ('positive_share', 'top_share')
    union all
    select
        *,
        'below' as part,
        concat('not ', measure, '|', coalesce(positive_from, '')) as side,
        cast(null as string) as cell_label,
        base - coalesce(n, round(share * base / 100)) as counted,
        true as is_share
    from ordered_answers
    where measure in ('positive_share', 'top_share')
    union all
    select
        *,
        'answered' as part,
        'answers' as side,
        cast(null as string) as cell_label,
        answered_n as counted,
        false as is_share
    from ordered_answers
    where answered_n is not null
    union all
    select
        *,
        'asked' as part,
        'asked' as side,
        cast(null as string) as cell_label,
        asked_n as counted,
        false as is_share
    from ordered_answers
    where asked_n is not null
),

told as (
    select * from people
    union all
    select
        'indicators' as fact_kind,
        fact_id,
        part,
        not {{ is_public_report('report_type') }} or {{ masks_documents() }} as is_maskable,
        pool,
        side,
        case when part = 'asked' then 'asked' else 'answers' end as side_group,
        coalesce(period_start, period_end) as first_day,
        period_end as last_day,
        cell_label as answer_label,
        cast(null as string) as education,
        cast(null as string) as age_band,
        cast(null as string) as support_type,
        cast(null as string) as occupation,
        cast(null as string) as exit_reason,
        cast(null as string) as registration_type,
        cast(null as string) as municipality,
        initiative_id,
        nullif(gender, 'all') as gender,
        is_share,
        is_suppressed and part not in ('answered', 'asked') as is_suppressed,
        counted,
        base,
        cut_order,
        label_order
    from parts
)

-- What a source withholds itself is any number below the threshold.
select
    fact_kind,
    fact_id,
    part,
    is_maskable,
    pool,
    side,
    side_group,
    cast(first_day as date) as first_day,
    cast(last_day as date) as last_day,
    {{ dimensions | join(',\n    ') }},
    is_share,
    cast(case when is_suppressed then 0 else counted end as integer) as least,
    cast(case when is_suppressed then {{ masking_threshold() }} - 1 else counted end as integer) as greatest,
    base,
    cut_order,
    label_order,
    md5(concat(
        pool, '|', side, '|', cast(cast(first_day as date) as string), '|', cast(cast(last_day as date) as string)
        {%- for name in dimensions %}, '|', coalesce({{ name }}, ''){% endfor %}
    )) as cell_id
from told
