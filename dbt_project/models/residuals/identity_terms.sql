-- grain: one term of one side of one equation at one column, with the figure that was found for it
-- In the same column when it is there, else where the rule says to look; several different figures are marked, not chosen from.
{{ config(materialized='ephemeral') }}

with anchors as (
    select * from {{ ref('identity_anchors') }}
),

terms as (
    select * from {{ source('reference', 'rule_terms') }}
),

-- A sum inside another sum of the same name is a step on the way: the outer one is the item.
steps as (
    select distinct parts.fact_id
    from {{ ref('core_sums') }} as sums
    inner join {{ ref('checked_finances') }} as parts on sums.part_fact_id = parts.fact_id
    inner join {{ ref('checked_finances') }} as totals on sums.total_fact_id = totals.fact_id
    where parts.is_total and parts.line_item = totals.line_item
),

facts as (
    select *
    from {{ ref('checked_finances') }}
    where line_item is not null and not is_of_which and fact_id not in (select steps.fact_id from steps)
),

candidates as (
    select
        anchors.rule_id,
        anchors.equation_no,
        anchors.document_id,
        anchors.table_no,
        anchors.column_no,
        terms.alternative_no,
        terms.term_no,
        terms.sum_all,
        terms.statements,
        facts.fact_id,
        facts.page,
        facts.period_end,
        facts.statement as fact_statement,
        facts.table_no as fact_table_no,
        facts.column_no as fact_column_no,
        facts.label_printed,
        facts.budget_version,
        facts.doubt,
        facts.precision_sek,
        facts.amount_natural_sek,
        (
            terms.at_date = 'same' and terms.from_document = 'document'
            and facts.table_no = anchors.table_no and facts.column_no = anchors.column_no
        ) as in_column
    from anchors
    inner join terms on anchors.rule_id = terms.rule_id and anchors.equation_no = terms.equation_no
    inner join facts
        on
            terms.line_item = facts.line_item
            and facts.document_id = case terms.from_document when 'plan' then anchors.plan_document_id else anchors.document_id end
    where
        (
            terms.from_document = 'document' and terms.at_date = 'same'
            and facts.table_no = anchors.table_no and facts.column_no = anchors.column_no
            and (terms.statements is null or list_contains(terms.statements, anchors.statement))
        )
        or (
            terms.from_document = 'document'
            and list_contains(terms.statements, facts.statement)
            and not (facts.table_no = anchors.table_no and terms.at_date = 'same')
            and facts.scenario = case terms.at_date when 'same' then anchors.scenario else 'actual' end
            and facts.period_end
            = case terms.at_date when 'same' then anchors.period_end else make_date(year(anchors.period_end) - 1, 12, 31) end
            and (facts.period_start is null or anchors.period_start is null or facts.period_start = anchors.period_start)
            and (facts.period_start is null or (month(facts.period_start) = 1 and day(facts.period_start) = 1))
        )
        or (
            terms.from_document = 'plan'
            and list_contains(terms.statements, facts.statement)
            and facts.scenario = anchors.scenario
            and facts.fiscal_year = year(anchors.period_end)
            -- What a report budgets for some of the months is no budget of a plan.
            and month(anchors.period_end) = 12 and day(anchors.period_end) = 31
        )
),

by_table as (
    select
        rule_id,
        equation_no,
        document_id,
        table_no,
        column_no,
        alternative_no,
        term_no,
        in_column,
        sum_all,
        fact_statement,
        fact_table_no,
        fact_column_no,
        coalesce(list_position(statements, fact_statement), 0) as statement_no,
        case when sum_all then sum(amount_natural_sek) else min(amount_natural_sek) end as amount,
        not sum_all and max(amount_natural_sek) - min(amount_natural_sek) > max(precision_sek) * 2 as is_ambiguous,
        max(precision_sek) as precision_sek,
        count(*) as n_facts,
        min(label_printed) as label_printed,
        min(page) as page,
        max(period_end) as period_end,
        max(budget_version) as budget_version,
        max(doubt) as doubt,
        list(fact_id order by fact_id) as fact_ids
    from candidates
    group by
        rule_id, equation_no, document_id, table_no, column_no, alternative_no, term_no, in_column, sum_all,
        statements, fact_statement, fact_table_no, fact_column_no
),

term_values as (
    select
        *,
        is_ambiguous or (
            not sum_all
            and max(amount) over by_term - min(amount) over by_term > max(precision_sek) over by_term * 3
        ) as many_values,
        row_number() over (by_term order by statement_no, fact_table_no, fact_column_no) as choice
    from (
        select *, max(in_column) over (partition by rule_id, equation_no, document_id, table_no, column_no, alternative_no, term_no) as any_in_column
        from by_table
    ) as marked
    where in_column = any_in_column
    window by_term as (partition by rule_id, equation_no, document_id, table_no, column_no, alternative_no, term_no)
)

select * from term_values where choice = 1
