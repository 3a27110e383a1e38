-- grain: one statement of one document, one document or one association (level)
-- A figure is verified when an identity that the reading did not lean on holds through it.
with counted as (
    select
        finances.association_id,
        finances.document_id,
        finances.statement,
        confirmations.fact_id is not null as is_verified
    from {{ ref('core_finances') }} as finances
    left join {{ ref('confirmations') }} as confirmations on finances.fact_id = confirmations.fact_id
),

levels as (
    select 'statement' as "level", association_id, document_id, statement, is_verified from counted
    union all
    select 'document' as "level", association_id, document_id, '' as statement, is_verified from counted
    union all
    select 'association' as "level", association_id, '' as document_id, '' as statement, is_verified from counted
)

select
    "level",
    association_id,
    document_id,
    statement,
    cast(count(*) as integer) as facts,
    cast(count(case when is_verified then 1 end) as integer) as verified,
    cast(count(case when is_verified then 1 end) / count(*) as decimal(18, 3)) as verified_share
from levels
group by "level", association_id, document_id, statement
order by "level", association_id, document_id, statement
