-- grain: one fact as part of one candidate: a section of one column of one table, by the printed sums or by its labels
{{ config(alias='section_parts') }}

with facts as (
    select finances.*
    from {{ ref('core_finances') }} as finances
    left join {{ ref('core_line_items') }} as line_items on finances.line_item = line_items.line_item
    where
        finances.is_preferred
        and not finances.is_of_which
        and finances.scenario <> 'deviation'
        and finances.statement in ('income_statement', 'operating_statement', 'budget_plan', 'note', 'balance_sheet')
        -- Opening equity is a means to pay with and no income.
        and coalesce(line_items.contributor_type, '') <> 'opening_equity'
),

sums as (
    select
        total_fact_id,
        part_fact_id,
        weight
    from {{ ref('core_sums') }}
),

roots as (
    select
        fact_id as root_fact_id,
        {{ section_of_total('line_item') }} as section
    from facts
    where {{ section_of_total('line_item') }} is not null
),

-- Down the printed sums: a subtotal gives way to its own parts, which are at most three levels below the grand total.
by_sums as (
    select
        roots.root_fact_id as candidate_id,
        roots.section,
        coalesce(third.part_fact_id, second.part_fact_id, first.part_fact_id) as fact_id,
        first.weight * coalesce(second.weight, 1) * coalesce(third.weight, 1) as weight
    from roots
    inner join sums as first on roots.root_fact_id = first.total_fact_id
    left join sums as second on first.part_fact_id = second.total_fact_id
    left join sums as third on second.part_fact_id = third.total_fact_id
),

-- Where no sum was read: the rows of the section that are no totals. A table with rows of no known section may hide
-- more of it.
fully_read as (
    select
        document_id,
        table_no,
        column_no
    from facts
    group by document_id, table_no, column_no
    having max(case when section is null and not is_total then 1 else 0 end) = 0
),

by_labels as (
    select
        concat(
            facts.document_id, '/', cast(facts.table_no as string), '/', cast(facts.column_no as string), '/',
            facts.section
        ) as candidate_id,
        facts.section,
        facts.fact_id,
        1 as weight
    from facts
    inner join fully_read
        on
            facts.document_id = fully_read.document_id
            and facts.table_no = fully_read.table_no
            and facts.column_no = fully_read.column_no
    where
        not facts.is_total
        and (
            (facts.section in ('income', 'costs') and facts.statement <> 'balance_sheet')
            or (
                facts.section in ('assets', 'equity', 'provisions', 'liabilities')
                and facts.statement = 'balance_sheet'
            )
        )
),

united as (
    select
        candidate_id,
        section,
        fact_id,
        weight
    from by_sums
    union all
    select
        candidate_id,
        section,
        fact_id,
        weight
    from by_labels
)

select
    united.candidate_id,
    united.section,
    united.fact_id,
    cast(united.weight as integer) as weight,
    cast(united.weight * facts.amount_natural_sek as decimal(18, 2)) as amount_sek,
    facts.precision_sek,
    facts.document_id,
    facts.table_no,
    facts.column_no,
    facts.association_id,
    facts.statement,
    facts.scenario,
    facts.budget_version,
    facts.period_start,
    facts.period_end,
    facts.said_no,
    facts.authority_rank,
    facts.statement_rank
from united
inner join facts on united.fact_id = facts.fact_id
-- A sum over sums may reach rows of another section (closing equity of a plan: income less costs): those speak there.
where
    coalesce(facts.section, united.section) = united.section
    or (united.section = 'equity' and facts.section = 'result')
