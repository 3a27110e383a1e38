-- grain: one document at one stage of one run
select
    cast(run_id as string) as run_id,
    cast(stage as string) as stage,
    cast(source_id as string) as source_id,
    cast(file_name as string) as file_name,
    cast(document_id as string) as document_id,
    cast(outcome as string) as outcome,
    cast(reason_code as string) as reason_code,
    cast(message as string) as message,
    cast("at" as timestamp) as "at"
from {{ source('ledger', 'outcomes') }}
