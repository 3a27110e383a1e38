-- grain: one printed amount
-- No family of rules: the cells themselves, left for the search for the one that is wrong.
{%- set leave -%}
copy (select * from {% raw %}{{ this }}{% endraw %} order by fact_id) to '{% raw %}{{ var('residuals_dir') }}{% endraw %}/cells.parquet' (format parquet)
{%- endset -%}
{{ config(alias='cells', post_hook=leave) }}

select
    fact_id,
    document_id,
    statement,
    table_no,
    column_no,
    line_item,
    amount_sek,
    amount_natural_sek,
    precision_sek,
    reading,
    doubt
from {{ ref('core_finances') }}
union all by name
-- An amount told in a sentence stands in no table: each has a column to itself.
select
    fact_id,
    document_id,
    'document' as statement,
    0 as table_no,
    row_number() over (order by fact_id) as column_no,
    line_item,
    amount_natural_sek as amount_sek,
    amount_natural_sek,
    precision_sek,
    reading,
    doubt
from {{ ref('core_told_amounts') }}
