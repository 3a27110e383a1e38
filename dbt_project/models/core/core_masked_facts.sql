-- grain: one fact of which something is withheld from everything that is published
{{ config(alias='masked_facts') }}
{% set dimensions = count_dimensions().strip().split(',') %}

with cells as (
    select * from {{ ref('core_count_cells') }}
),

exchanges as (
    select * from {{ ref('core_mask_exchanges') }}
),

orders as (
    select
        pool,
        answer_label,
        min(label_order) as label_order
    from cells
    where label_order is not null
    group by pool, answer_label
),

small as (
    select
        fact_id,
        part
    from cells
    where is_maskable and (least < {{ masking_threshold() }} or (is_share and base < {{ masking_threshold() }}))
),

-- Whoever had one support before has at least one afterwards, so the counts before and after bind the cells of a flow from
-- below. Where any cell of an association's flows is small, none of them is told.
flows_of as (
    select distinct regexp_replace(cells.pool, '[|]flow_from_.*$', '') as association_pool
    from small
    inner join cells on small.fact_id = cells.fact_id and small.part = cells.part
    where cells.pool like '%|flow_from_%'
),

of_flows as (
    select
        cells.fact_id,
        cells.part
    from flows_of
    inner join cells on flows_of.association_pool = regexp_replace(cells.pool, '[|]flow_from_.*$', '')
    where cells.is_maskable and cells.pool like '%|flow_from_%'
),

touched as (
    select
        cells.fact_id,
        cells.part
    from exchanges as moved
    inner join cells on {{ is_touched('moved', 'cells') }}
    where cells.is_maskable
),

-- A share above a cut changes when persons move between answers on both sides of it. "No opinion" is a side of its own.
across_cuts as (
    select
        cells.fact_id,
        cells.part
    from exchanges as moved
    inner join cells
        on
            moved.pool = cells.pool
            and moved.first_day = cells.first_day
            and moved.last_day = cells.last_day
            {%- for name in dimensions %}
            and (moved.k_{{ name }} is null or cells.{{ name }} is null or moved.k_{{ name }} = cells.{{ name }})
            {%- endfor %}
    left join orders as place_from
        on moved.pool = place_from.pool and moved.value_from = place_from.answer_label
    left join orders as place_to on moved.pool = place_to.pool and moved.value_to = place_to.answer_label
    where
        moved.dim = 'answer_label'
        and cells.part in ('above', 'below')
        and not coalesce(
            (place_from.label_order <= cells.cut_order and place_to.label_order <= cells.cut_order)
            or (
                place_from.label_order > cells.cut_order
                and place_to.label_order > cells.cut_order
                and (place_from.label_order = 9) = (place_to.label_order = 9)
            ),
            false
        )
),

withheld as (
    select
        fact_id,
        part
    from small
    union distinct
    select
        fact_id,
        part
    from of_flows
    union distinct
    select
        fact_id,
        part
    from touched
    union distinct
    select
        fact_id,
        part
    from across_cuts
),

withheld_cells as (
    select distinct
        cells.cell_id,
        cells.pool,
        cells.first_day,
        cells.last_day,
        {{ dimensions | join(',\n        ') | replace('answer_label', 'cells.answer_label') }}
    from withheld
    inner join cells on withheld.fact_id = cells.fact_id and withheld.part = cells.part
    where cells.part <> 'asked'
),

-- A count and its share give the base away, so where a whole is withheld the shares and bases of its parts are too.
of_withheld_whole as (
    select distinct
        cells.fact_id,
        cells.fact_kind,
        cells.is_share
    from withheld_cells as wholes
    inner join cells
        on
            wholes.pool = cells.pool
            and wholes.first_day = cells.first_day
            and wholes.last_day = cells.last_day
            {%- for name in dimensions %}
            and (wholes.{{ name }} is null or wholes.{{ name }} = cells.{{ name }})
            {%- endfor %}
    where cells.is_maskable and cells.part in ('value', 'above', 'below')
),

told as (
    select
        withheld.fact_id,
        1 as hides_value,
        case when cells.fact_kind = 'participants' then 1 else 0 end as hides_base
    from withheld
    inner join cells on withheld.fact_id = cells.fact_id and withheld.part = cells.part
    where withheld.part in ('value', 'above', 'below')
    union all
    select
        fact_id,
        case when is_share then 1 else 0 end as hides_value,
        case when fact_kind = 'participants' then 1 else 0 end as hides_base
    from of_withheld_whole
    union all
    select
        fact_id,
        0 as hides_value,
        1 as hides_base
    from withheld
    where part = 'answered'
    union all
    select
        fact_id,
        0 as hides_value,
        1 as hides_base
    from cells
    where is_maskable and base < {{ masking_threshold() }}
),

asked as (
    select distinct fact_id
    from withheld
    where part = 'asked'
),

kinds as (
    select distinct
        fact_kind,
        fact_id
    from cells
)

select
    kinds.fact_kind,
    kinds.fact_id,
    coalesce(max(told.hides_value), 0) = 1 as hides_value,
    coalesce(max(told.hides_base), 0) = 1 as hides_base,
    max(case when asked.fact_id is null then 0 else 1 end) = 1 as hides_asked
from kinds
left join told on kinds.fact_id = told.fact_id
left join asked on kinds.fact_id = asked.fact_id
where told.fact_id is not null or asked.fact_id is not null
group by kinds.fact_kind, kinds.fact_id
