-- grain: one child of one line item in one form of statement
{{ config(alias='line_item_trees') }}

select
    form,
    parent,
    child,
    weight
from {{ ref('stg_line_item_trees') }}
