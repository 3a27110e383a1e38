-- grain: one published cell of a pool that holds a small count: what is counted, of whom and when, in whatever files
{{ config(alias='mask_cells') }}
{% set dimensions = count_dimensions().strip().split(',') %}

with told as (
    select * from {{ ref('core_count_cells') }}
),

pools as (
    select distinct pool
    from told
    where is_maskable and least < {{ masking_threshold() }}
),

cells as (
    select
        told.cell_id,
        min(told.pool) as pool,
        min(told.side) as side,
        min(told.side_group) as side_group,
        min(told.first_day) as first_day,
        min(told.last_day) as last_day,
        {%- for name in dimensions %}
        min(told.{{ name }}) as {{ name }},
        {%- endfor %}
        min(told.label_order) as label_order,
        min(told.least) as least,
        max(told.greatest) as greatest,
        max(case when told.is_maskable then 0 else 1 end) as is_public,
        max(case when told.is_maskable and told.least < {{ masking_threshold() }} then 1 else 0 end) as is_small,
        {% for name in dimensions -%}
        case when min(told.{{ name }}) is null then 0 else 1 end{{ " + " if not loop.last }}
        {%- endfor %} as fixed
    from told
    inner join pools on told.pool = pools.pool
    group by told.cell_id
)

select * from cells
