-- grain: one child of one line item in one form of statement
select
    cast(form as string) as form,
    cast(parent as string) as parent,
    cast(child as string) as child,
    cast(weight as integer) as weight
from {{ source('reference', 'line_item_trees') }}
