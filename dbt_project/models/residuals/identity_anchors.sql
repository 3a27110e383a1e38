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

plans as (
    select association_id, for_year, document_id
    from (
        select
            association_id,
            fiscal_year as for_year,
            document_id,
            row_number() over (
                partition by association_id, fiscal_year
                order by abs(max(document_fiscal_year) - fiscal_year), min(authority_rank), max(said_no) desc, document_id
            ) as choice
        from {{ ref('checked_finances') }}
        where report_type = 'plan_budget' and scenario = 'budget' and is_preferred
        group by association_id, fiscal_year, document_id
    ) as ranked
    where choice = 1
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
        table_columns.association_id = plans.association_id
        and year(table_columns.period_end) = plans.for_year
        and plans.document_id <> table_columns.document_id
