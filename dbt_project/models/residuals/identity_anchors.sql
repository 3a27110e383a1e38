-- grain: one equation of one rule at one column of one table that it may apply to
-- With the plan of the association for that year, where there is one.
{{ config(materialized='ephemeral') }}

with rules as (
    {{ rules_of('identity') }}
),

terms as (
    select terms.*
    from {{ source('reference', 'rule_terms') }} as terms
    inner join rules on terms.rule_id = rules.rule_id
),

table_columns as (
    select
        document_id,
        table_no,
        column_no,
        association_id,
        file_name,
        report_type,
        statement,
        scenario,
        min(column_printed) as column_printed,
        max(period_start) as period_start,
        max(period_end) as period_end
    from {{ ref('checked_finances') }}
    group by document_id, table_no, column_no, association_id, file_name, report_type, statement, scenario
),

budgets as (
    select *
    from {{ ref('checked_finances') }}
    where scenario = 'budget' and line_item is not null and not is_of_which
),

-- Of several plans for a year, the one of that year that the report's own budget agrees with most: a plan may be revised.
agreeing as (
    select
        said.document_id,
        said.fiscal_year as for_year,
        planned.document_id as plan_document_id,
        count(*) as rows_that_agree
    from budgets as said
    inner join budgets as planned
        on
            said.association_id = planned.association_id and said.fiscal_year = planned.fiscal_year
            and said.line_item = planned.line_item and said.amount_natural_sek = planned.amount_natural_sek
    where said.report_type <> 'plan_budget' and planned.report_type = 'plan_budget' and said.amount_natural_sek <> 0
    group by said.document_id, said.fiscal_year, planned.document_id
),

planned as (
    select
        association_id,
        fiscal_year as for_year,
        document_id,
        abs(max(document_fiscal_year) - fiscal_year) as years_off,
        min(authority_rank) as authority_rank,
        max(said_no) as said_no
    from {{ ref('checked_finances') }}
    where report_type = 'plan_budget' and scenario = 'budget' and is_preferred
    group by association_id, fiscal_year, document_id
),

plans as (
    select
        reports.document_id as report_document_id,
        planned.for_year,
        planned.document_id
    from (select distinct document_id, association_id from table_columns) as reports
    inner join planned on reports.association_id = planned.association_id and reports.document_id <> planned.document_id
    left join agreeing
        on
            reports.document_id = agreeing.document_id and planned.for_year = agreeing.for_year
            and planned.document_id = agreeing.plan_document_id
    qualify row_number() over (
        partition by reports.document_id, planned.for_year
        order by
            planned.years_off, coalesce(agreeing.rows_that_agree, 0) desc, planned.authority_rank, planned.said_no desc, planned.document_id
    ) = 1
),

equations as (
    select distinct
        terms.rule_id,
        terms.equation_no,
        terms.equation,
        terms.equation_scope,
        terms.equation_certain,
        terms.home_statements,
        rules.scenarios,
        rules.report_types,
        rules.doubt_if_unknown_rows
    from terms
    inner join rules on terms.rule_id = rules.rule_id
)

select
    equations.*,
    table_columns.* exclude (report_type),
    plans.document_id as plan_document_id
from equations
inner join table_columns
    on
        list_contains(equations.home_statements, table_columns.statement)
        and list_contains(equations.scenarios, table_columns.scenario)
        and (equations.report_types is null or list_contains(equations.report_types, table_columns.report_type))
left join plans
    on
        table_columns.document_id = plans.report_document_id
        and year(table_columns.period_end) = plans.for_year
