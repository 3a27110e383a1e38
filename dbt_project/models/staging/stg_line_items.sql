-- grain: one line item
select
    cast(line_item as string) as line_item,
    cast(statement as string) as statement,
    cast(label_sv as string) as label_sv,
    cast(label_en as string) as label_en,
    cast(parent as string) as parent,
    cast(weight as integer) as weight,
    cast(normal_sign as integer) as normal_sign,
    cast(cost_class as string) as cost_class,
    cast(contributor_type as string) as contributor_type
from {{ source('reference', 'line_items') }}
