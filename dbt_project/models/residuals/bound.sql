-- grain: one figure that another must not exceed, at one column of one document
-- Costs within the funds that a plan names, equity within a ceiling that is printed or configured, an initiative within what it was
-- granted. Only the left side above the right one is a difference.
{{ config(alias='bound', post_hook=leave_parquet('bound')) }}

with rules as (
    select
        *,
        json_extract_string(parameters, '$.kind') as kind
    from ({{ rules_of('bound') }}) as of_family
),

finances as (
    select
        *,
        period_start is null or (month(period_start) = 1 and day(period_start) = 1 and month(period_end) = 12) as is_whole_year
    from {{ ref('checked_finances') }}
    where not is_of_which and is_preferred
),

by_item as (
    select
        document_id,
        table_no,
        column_no,
        line_item,
        max(amount_natural_sek) as amount,
        min(label_printed) as label,
        list(fact_id order by row_no, fact_id) as fact_ids
    from finances
    where line_item is not null
    group by document_id, table_no, column_no, line_item
),

-- Costs of a plan against its income; where the plan shows equity being used, or what is left of it, nothing is hidden.
funding as (
    select
        rules.rule_id,
        rules.scope,
        costs.document_id,
        costs.fact_id as place,
        'funding' as equation,
        cast(null as varchar) as basis,
        costs.fact_id,
        costs.label_printed as left_label,
        income.label || case
            when equity.document_id is not null then ' and ' || lower(equity.label)
            when told.deficit_page is not null then ' and the equity that page ' || cast(told.deficit_page as varchar) || ' tells of'
            else ''
        end as right_label,
        costs.amount_natural_sek as left_value,
        case
            when equity.document_id is null and told.deficit_page is not null then greatest(costs.amount_natural_sek, income.amount)
            else income.amount + coalesce(equity.amount, 0)
        end as right_value,
        {{ tolerance('rules', 'costs.precision_sek', '3', '2') }} as tolerance,
        true as evaluable,
        cast(null as varchar) as reason,
        cast(null as varchar) as doubt,
        list_concat(income.fact_ids, coalesce(equity.fact_ids, [])) as right_fact_ids
    from finances as costs
    inner join rules
        on
            rules.kind = 'funding' and list_contains(rules.statements, costs.statement)
            and list_contains(rules.scenarios, costs.scenario) and list_contains(rules.report_types, costs.report_type)
    inner join by_item as income
        on
            costs.document_id = income.document_id and costs.table_no = income.table_no and costs.column_no = income.column_no
            and income.line_item in ('operating_income', 'total_income', 'contributions')
    inner join {{ ref('core_documents') }} as told on costs.document_id = told.document_id
    left join by_item as equity
        on
            costs.document_id = equity.document_id and costs.table_no = equity.table_no and costs.column_no = equity.column_no
            and equity.line_item in ('equity_brought_forward', 'opening_equity_as_income')
    where costs.line_item = 'total_costs' and costs.is_whole_year
    qualify row_number() over (partition by costs.fact_id order by income.amount desc, equity.amount desc nulls last, income.line_item) = 1
),

granted as (
    select
        rules.rule_id,
        rules.scope,
        outcome.document_id,
        outcome.fact_id as place,
        'granted' as equation,
        'granted' as basis,
        outcome.fact_id,
        outcome.label_printed as left_label,
        grants.column_printed as right_label,
        outcome.amount_natural_sek as left_value,
        grants.amount_natural_sek as right_value,
        {{ tolerance('rules', 'greatest(outcome.precision_sek, grants.precision_sek)', '2', '1') }} as tolerance,
        true as evaluable,
        cast(null as varchar) as reason,
        coalesce(outcome.doubt, grants.doubt) as doubt,
        [grants.fact_id] as right_fact_ids
    from finances as outcome
    inner join rules on rules.kind = 'granted' and list_contains(rules.scenarios, outcome.scenario)
    inner join finances as grants
        on
            outcome.document_id = grants.document_id and outcome.table_no = grants.table_no and outcome.row_no = grants.row_no
            and grants.scenario = 'budget' and grants.budget_version = 'granted' and grants.fiscal_year = outcome.fiscal_year
    where
        outcome.section = 'costs' and not outcome.is_total
        and (outcome.line_item = 'initiative_cost' or outcome.initiative_id is not null)
),

-- Ceilings are configured with where they come from, from which year, as a share of the year's income or as an amount.
configured as (
    select
        rules.rule_id,
        json_extract_string(one.value, '$.association') as association_id,
        cast(json_extract_string(one.value, '$.from') as integer) as from_year,
        cast(json_extract_string(one.value, '$.until') as integer) as until_year,
        cast(json_extract_string(one.value, '$.share_of_income') as decimal(18, 3)) as share_of_income,
        cast(json_extract_string(one.value, '$.amount') as decimal(18, 2)) as amount,
        json_extract_string(one.value, '$.source') as said_by
    from rules, json_each(json_extract(rules.parameters, '$.ceilings')) as one
    where rules.kind = 'ceiling'
),

incomes as (
    select document_id, fiscal_year, max(amount_natural_sek) as income
    from finances
    where line_item = 'operating_income' and statement = 'income_statement' and scenario = 'actual' and is_whole_year
    group by document_id, fiscal_year
),

ceilings as (
    select
        document_id,
        period_end,
        amount_natural_sek as ceiling,
        label_printed as said_by,
        [fact_id] as fact_ids,
        0 as standing
    from finances
    where line_item = 'equity_ceiling'
    union all
    select
        documents.document_id,
        documents.period_end,
        coalesce(configured.amount, configured.share_of_income * incomes.income) as ceiling,
        configured.said_by,
        cast([] as varchar[]) as fact_ids,
        1 as standing
    from {{ ref('core_documents') }} as documents
    inner join configured
        on
            coalesce(configured.association_id, documents.association_id) = documents.association_id
            and documents.fiscal_year between configured.from_year and coalesce(configured.until_year, 9999)
    left join incomes on documents.document_id = incomes.document_id and documents.fiscal_year = incomes.fiscal_year
),

equity as (
    select
        rules.rule_id,
        rules.scope,
        finances.document_id,
        finances.fact_id as place,
        'ceiling' as equation,
        cast(null as varchar) as basis,
        finances.fact_id,
        finances.label_printed as left_label,
        coalesce(ceilings.said_by, 'a ceiling') as right_label,
        finances.amount_natural_sek as left_value,
        ceilings.ceiling as right_value,
        {{ tolerance('rules', 'finances.precision_sek', '2', '1') }} as tolerance,
        ceilings.ceiling is not null as evaluable,
        case when ceilings.ceiling is null then 'no ceiling is printed in the report or configured' end as reason,
        finances.doubt,
        coalesce(ceilings.fact_ids, []) as right_fact_ids
    from finances
    inner join rules
        on
            rules.kind = 'ceiling' and list_contains(rules.report_types, finances.report_type)
            and list_contains(rules.statements, finances.statement) and list_contains(rules.scenarios, finances.scenario)
    left join ceilings on finances.document_id = ceilings.document_id and finances.period_end = ceilings.period_end
    where
        finances.line_item = 'equity_closing' and finances.period_end = finances.document_period_end
        and month(finances.period_end) = 12 and day(finances.period_end) = 31
    qualify row_number() over (partition by finances.document_id order by ceilings.standing nulls last, finances.fact_id) = 1
),

placed as (
    select
        found.* exclude (fact_id, doubt),
        finances.association_id,
        finances.file_name,
        finances.page,
        finances.statement,
        finances.table_no,
        finances.column_printed,
        finances.period_end,
        case when found.doubt is not null and found.left_value > found.right_value then 'the reading is uncertain: ' || found.doubt end as doubt,
        cast(null as varchar) as hint,
        2 as terms,
        false as repaired,
        [found.fact_id] as left_fact_ids
    from (
        select * from funding
        union all
        select * from granted
        union all
        select * from equity
    ) as found
    inner join finances on found.fact_id = finances.fact_id
)

select {{ residual_columns(one_sided=true) }}
from placed
