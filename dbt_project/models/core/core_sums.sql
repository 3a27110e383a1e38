-- grain: one part of one printed sum
{{ config(alias='sums') }}

select
    document_id,
    table_no,
    column_no,
    total_fact_id,
    part_fact_id,
    weight,
    used_to_repair
from {{ ref('stg_sums') }}
