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
        value,
        unit,
        'computed' as status,
        cast(null as string) as fact_id
    from computed
    where value is not null
    union all
    select
        indicator,
        association_id,
        fiscal_year,
        value,
        unit,
        'printed' as status,
        fact_id
    from printed
    where witness_no = 1
)

select
    indicator,
    association_id,
    fiscal_year,
    'all' as gender,
    value,
    unit,
    status,
    cast(null as integer) as n,
    fact_id
from united
order by indicator, association_id, fiscal_year
