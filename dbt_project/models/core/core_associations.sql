-- grain: one association: those of the catalogue, and those only a document has named
{{ config(alias='associations') }}

with catalogue as (
    select * from {{ ref('stg_associations') }}
),

named as (
    select
        documents.association_id,
        documents.association_name,
        row_number() over (
            partition by documents.association_id
            order by documents.is_scanned asc, documents.period_end desc, documents.file_name asc
        ) as naming_no
    from {{ ref('core_documents') }} as documents
    left join catalogue on documents.association_id = catalogue.association_id
    where catalogue.association_id is null
),

united as (
    select
        association_id,
        name,
        organisation_number,
        county,
        false as is_provisional,
        valid_from,
        valid_to,
        successor_id
    from catalogue
    union all
    select
        association_id,
        association_name as name,
        cast(null as string) as organisation_number,
        cast(null as string) as county,
        true as is_provisional,
        cast(null as date) as valid_from,
        cast(null as date) as valid_to,
        cast(null as string) as successor_id
    from named
    where naming_no = 1
)

select
    association_id,
    name,
    organisation_number,
    county,
    is_provisional,
    valid_from,
    valid_to,
    successor_id
from united
