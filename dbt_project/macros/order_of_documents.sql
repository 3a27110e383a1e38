{#- The day a report of this kind is usually said: a plan before its first year, a report after its last day. -#}
{% macro usual_date(report_type, period_start, period_end) -%}
    case {{ report_type }}
        when 'plan_budget' then cast({{ dbt.dateadd('day', -30, period_start) }} as date)
        when 'interim_report' then cast({{ dbt.dateadd('day', 60, period_end) }} as date)
        else cast({{ dbt.dateadd('day', 85, period_end) }} as date)
    end
{%- endmacro %}

{#- How much a kind of document is worth as a witness: 1 is best, and a final text is worth more than any draft.
    Outcomes are settled by the annual report; budgets and plans by the plan that adopts them. -#}
{% macro authority_rank(report_type, scenario, is_draft) -%}
    case when {{ is_draft }} then 10 else 0 end
    + case
        when {{ scenario }} in ('budget', 'plan') then
            case {{ report_type }}
                when 'plan_budget' then 1 when 'annual_report' then 2 when 'interim_report' then 3 else 4
            end
        else
            case {{ report_type }}
                when 'annual_report' then 1 when 'interim_report' then 2 when 'plan_budget' then 3 else 4
            end
    end
{%- endmacro %}

{#- The statement that settles a figure printed in several statements of one document: 1 is best. -#}
{% macro statement_rank(statement) -%}
    case {{ statement }}
        when 'income_statement' then 1
        when 'balance_sheet' then 1
        when 'budget_plan' then 1
        when 'cash_flow' then 2
        when 'note' then 3
        when 'operating_statement' then 4
        when 'balance_requirement' then 5
        else 6
    end
{%- endmacro %}

{#- The version of a budget that stands when several are printed: 1 is best. -#}
{% macro budget_version_rank(budget_version) -%}
    case {{ budget_version }}
        when 'revised' then 1
        when 'adopted' then 2
        when 'granted' then 3
        when 'preliminary' then 5
        when 'request' then 6
        else 4
    end
{%- endmacro %}
