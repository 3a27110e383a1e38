-- grain: one document at one stage of one run
select
    run_id,
    stage,
    source_id,
    file_name,
    document_id,
    outcome,
    reason_code,
    message,
    "at"
from {{ ref('stg_outcomes') }}
order by run_id, file_name, stage
