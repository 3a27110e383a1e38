-- grain: one indicator of one association, year and gender
with years as (
    select * from {{ ref('association_year') }}
),

computed as (
    select
        'equity_ratio' as indicator,
        association_id,
        fiscal_year,
        equity_ratio_percent as value,
        'percent' as unit
    from years
    union all
    select
        'state_share_of_contributions' as indicator,
        association_id,
        fiscal_year,
        cast(100.0 * contribution_state_sek / nullif(contributions_sek, 0) as decimal(18, 3)) as value,
        'percent' as unit
    from years
    union all
    select
        'costs_against_budget' as indicator,
        association_id,
        fiscal_year,
        cast(100.0 * costs_sek / nullif(budget_costs_sek, 0) as decimal(18, 3)) as value,
        'percent' as unit
    from years
    union all
    select
        'equity_against_contributions' as indicator,
        association_id,
        fiscal_year,
        cast(100.0 * equity_sek / nullif(contributions_sek, 0) as decimal(18, 3)) as value,
        'percent' as unit
    from years
),

-- People and goals; everything here comes from published tables, so what is withheld there is withheld here.
counted as (
    {%- for gender, column in [('all', 'participants'), ('women', 'participants_women'), ('men', 'participants_men')] %}
    select
        concat('participants_', participants_kind) as indicator,
        association_id,
        fiscal_year,
        '{{ gender }}' as gender,
        cast({{ column }} as decimal(18, 3)) as value,
        'persons' as unit,
        {{ column }} as n
    from years
    where {{ column }} is not null
    union all
    {%- endfor %}
    select
        'cost_per_participant' as indicator,
        association_id,
        fiscal_year,
        'all' as gender,
        cast(cost_per_participant_sek as decimal(18, 3)) as value,
        'SEK' as unit,
        participants as n
    from years
    where cost_per_participant_sek is not null
    union all
    select
        'goals_met' as indicator,
        association_id,
        fiscal_year,
        'all' as gender,
        cast(100.0 * goals_met / nullif(goals_met + goals_partly_met + goals_not_met, 0) as decimal(18, 3)) as value,
        'percent' as unit,
        goals_met + goals_partly_met + goals_not_met as n
    from years
    where goals_met + goals_partly_met + goals_not_met > 0
),

-- One survey, group, question and cut each: shares counted from another label, or on another scale, are another figure.
surveyed as (
    select
        concat_ws(
            '_', 'survey', facts.survey_code, facts.respondent_group, 'q', facts.question_no, facts.measure,
            coalesce(facts.positive_from, nullif(facts.scale, 'share'))
        ) as indicator,
        facts.association_id,
        facts.fiscal_year,
        facts.gender,
        cast(facts.share as decimal(18, 3)) as value,
        'percent' as unit,
        facts.answered_n as n,
        row_number() over (
            partition by
                facts.survey_code, facts.respondent_group, facts.question_no, facts.measure,
                coalesce(facts.positive_from, nullif(facts.scale, 'share')), facts.association_id, facts.fiscal_year, facts.gender
            order by answers.authority_rank asc, answers.said_no desc, facts.fact_id asc
        ) as witness_no
    from {{ ref('fct_indicators') }} as facts
    inner join {{ ref('core_indicators') }} as answers on facts.fact_id = answers.fact_id
    where
        facts.is_preferred
        and facts.initiative_id is null
        and facts.association_id is not null
        and facts.measure in ('positive_share', 'top_share')
        and facts.share is not null
),

-- What a report prints of the same thing keeps a name of its own: printed and computed are never mixed.
printed as (
    select
        concat(measure, '_printed') as indicator,
        association_id,
        cast(extract(year from period_end) as integer) as fiscal_year,
        value,
        unit,
        fact_id,
        row_number() over (
            partition by measure, association_id, extract(year from period_end)
            order by authority_rank asc, said_no desc, table_no asc, fact_id asc
        ) as witness_no
    from {{ ref('core_key_figures') }}
    where is_preferred and scenario = 'actual' and measure <> 'other'
),

united as (
    select
        indicator,
        association_id,
        fiscal_year,
        'all' as gender,
        value,
        unit,
        'computed' as status,
        cast(null as integer) as n,
        cast(null as string) as fact_id
    from computed
    where value is not null
    union all
    select
        indicator,
        association_id,
        fiscal_year,
        gender,
        value,
        unit,
        'computed' as status,
        n,
        cast(null as string) as fact_id
    from counted
    union all
    select
        indicator,
        association_id,
        fiscal_year,
        gender,
        value,
        unit,
        'printed' as status,
        n,
        cast(null as string) as fact_id
    from surveyed
    where witness_no = 1
    union all
    select
        indicator,
        association_id,
        fiscal_year,
        'all' as gender,
        value,
        unit,
        'printed' as status,
        cast(null as integer) as n,
        fact_id
    from printed
    where witness_no = 1
)

select
    indicator,
    association_id,
    fiscal_year,
    gender,
    value,
    unit,
    status,
    n,
    fact_id
from united
order by indicator, association_id, fiscal_year, gender
