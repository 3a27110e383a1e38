-- grain: one initiative: those of the catalogue, and those only a fact has named
{{ config(alias='initiatives') }}

with catalogue as (
    select * from {{ ref('stg_initiatives') }}
),

named as (
    select
        finances.initiative_id,
        finances.association_id,
        finances.label_printed,
        row_number() over (
            partition by finances.initiative_id
            order by finances.period_end desc, finances.file_name asc, finances.fact_id asc
        ) as naming_no
    from {{ ref('core_finances') }} as finances
    left join catalogue on finances.initiative_id = catalogue.initiative_id
    where finances.initiative_id is not null and catalogue.initiative_id is null
),

united as (
    select
        initiative_id,
        name,
        association_id,
        is_shared,
        direction,
        predecessor_id
    from catalogue
    union all
    select
        initiative_id,
        coalesce(label_printed, initiative_id) as name,
        association_id,
        false as is_shared,
        'unknown' as direction,
        cast(null as string) as predecessor_id
    from named
    where naming_no = 1
)

select
    initiative_id,
    name,
    association_id,
    is_shared,
    direction,
    predecessor_id
from united
