-- grain: one part of one printed sum
select
    cast(document_id as string) as document_id,
    cast(table_no as integer) as table_no,
    cast(column_no as integer) as column_no,
    cast(total_fact_id as string) as total_fact_id,
    cast(part_fact_id as string) as part_fact_id,
    cast(weight as integer) as weight,
    cast(used_to_repair as boolean) as used_to_repair
from {{ source('facts', 'sums') }}
