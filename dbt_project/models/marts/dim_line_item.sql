-- grain: one line item
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
from {{ ref('core_line_items') }}
order by line_item
