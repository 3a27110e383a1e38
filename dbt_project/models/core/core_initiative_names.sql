-- grain: one name of one initiative, declared in the catalogue or printed somewhere
{{ config(alias='initiative_names') }}

with printed as (
    select
        initiative_id,
        association_id,
        label_printed as name,
        fiscal_year,
        document_id
    from {{ ref('core_finances') }}
    where initiative_id is not null
    union all
    select
        initiative_id,
        association_id,
        initiative_printed as name,
        fiscal_year,
        document_id
    from {{ ref('core_participants') }}
    where initiative_id is not null
    union all
    select
        initiative_id,
        association_id,
        initiative_printed as name,
        fiscal_year,
        document_id
    from {{ ref('core_goals') }}
    where initiative_id is not null
    union all
    select
        initiative_id,
        association_id,
        initiative_printed as name,
        fiscal_year,
        document_id
    from {{ ref('core_indicators') }}
    where initiative_id is not null
),

declared as (
    select
        initiative_id,
        association_id,
        name,
        cast(null as date) as valid_from,
        cast(null as date) as valid_to
    from {{ ref('stg_initiatives') }}
    union all
    select
        initiative_id,
        association_id,
        name,
        valid_from,
        valid_to
    from {{ ref('stg_initiative_aliases') }}
),

counted as (
    select
        initiative_id,
        coalesce(name, initiative_id) as name,
        min(association_id) as association_id,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year,
        cast(count(distinct document_id) as integer) as documents,
        cast(count(distinct association_id) as integer) as associations
    from printed
    group by initiative_id, coalesce(name, initiative_id)
),

-- One name may be declared for several associations.
declared_once as (
    select
        initiative_id,
        name,
        case when count(*) = count(association_id) and count(distinct association_id) = 1 then min(association_id) end
            as association_id,
        min(valid_from) as valid_from,
        max(valid_to) as valid_to
    from declared
    group by initiative_id, name
)

select
    coalesce(declared_once.initiative_id, counted.initiative_id) as initiative_id,
    coalesce(declared_once.name, counted.name) as name,
    declared_once.initiative_id is not null as is_declared,
    case
        when declared_once.initiative_id is not null then declared_once.association_id
        when counted.associations = 1 then counted.association_id
    end as association_id,
    declared_once.valid_from,
    declared_once.valid_to,
    counted.first_year,
    counted.last_year,
    coalesce(counted.documents, 0) as documents
from declared_once
full outer join counted
    on declared_once.initiative_id = counted.initiative_id and declared_once.name = counted.name
