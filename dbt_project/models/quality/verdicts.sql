-- grain: one rule at one place where it applies
{{ config(tags=['verdicts']) }}

select
    verdict_id,
    rule_id,
    outcome,
    severity,
    association_id,
    document_id,
    file_name,
    statement,
    table_no,
    column_printed,
    period_end,
    left_value,
    right_value,
    difference,
    tolerance,
    message,
    fact_ids,
    cause,
    state
from {{ source('verdicts', 'verdicts') }}
order by rule_id, file_name, statement, table_no, column_printed, verdict_id
