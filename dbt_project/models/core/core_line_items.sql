-- grain: one line item
{{ config(alias='line_items') }}

select
    line_item,
    statement,
    label_sv,
    label_en,
    parent,
    weight,
    normal_sign,
    cost_class,
    contributor_type
from {{ ref('stg_line_items') }}
