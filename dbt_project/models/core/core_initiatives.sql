-- grain: one initiative: those of the catalogue, and those only a fact has named
{{ config(alias='initiatives') }}

with catalogue as (
    select * from {{ ref('stg_initiatives') }}
),

names as (
    select
        *,
        row_number() over (
            partition by initiative_id
            order by last_year desc, documents desc, name asc
        ) as naming_no,
        count(association_id) over (partition by initiative_id) as of_associations,
        count(*) over (partition by initiative_id) as all_names,
        min(association_id) over (partition by initiative_id) as first_association,
        max(association_id) over (partition by initiative_id) as last_association,
        min(first_year) over (partition by initiative_id) as initiative_from,
        max(last_year) over (partition by initiative_id) as initiative_to
    from {{ ref('core_initiative_names') }}
),

-- Slugs of printed names may meet in two associations: then the initiative is nobody's own.
latest as (
    select
        initiative_id,
        name,
        case when of_associations = all_names and first_association = last_association then first_association end
            as association_id,
        initiative_from,
        initiative_to
    from names
    where naming_no = 1
)

select
    coalesce(catalogue.initiative_id, latest.initiative_id) as initiative_id,
    coalesce(catalogue.name, latest.name) as name,
    case when catalogue.initiative_id is null then latest.association_id else catalogue.association_id end
        as association_id,
    coalesce(catalogue.is_shared, false) as is_shared,
    coalesce(catalogue.direction, 'unknown') as direction,
    catalogue.predecessor_id,
    latest.initiative_from as first_year,
    latest.initiative_to as last_year
from catalogue
full outer join latest on catalogue.initiative_id = latest.initiative_id
