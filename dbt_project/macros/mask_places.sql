{#- What the exchanges of earlier passes have merged, the first part of a pass of protection (mask_pass.sql).

    Exchanges without a context merge two values wherever they stand. Values that are merged, one by one, are a class: a
    cell is free within the cells of its classes, and what those hold together is what it can hold. -#}
{% macro mask_places(earlier, from) -%}
{%- set dimensions = count_dimensions().strip().split(',') -%}
with recursive cells as (
    select * from {{ from.cells }}
),

faces as (
    select * from {{ from.faces }}
),

neighbours as (
    select * from {{ from.neighbours }}
),

moved as (
    {% for before in earlier -%}
    select * from {{ before }}
    {% if not loop.last %}union all{% endif %}
    {% else -%}
    select
        cast(null as string) as cell_id,
        cast(null as string) as kind,
        pool,
        side_group,
        first_day,
        last_day,
        cast(null as string) as dim,
        cast(null as string) as value_from,
        cast(null as string) as value_to,
        cast(null as string) as dim_2,
        cast(null as string) as value_2,
        cast(null as string) as other_2,
        cast(null as string) as group_values
        {%- for name in dimensions %},
        cast(null as string) as k_{{ name }}
        {%- endfor %}
    from cells
    where false
    {% endfor %}
),

merged as (
    select distinct
        pool,
        side_group,
        first_day,
        last_day,
        dim,
        value_from,
        value_to
    from moved
    where
        kind = 'pair'
        and dim_2 is null
        {%- for name in dimensions %}
        and k_{{ name }} is null
        {%- endfor %}
),

both_ways as (
    select * from merged
    union
    select
        pool,
        side_group,
        first_day,
        last_day,
        dim,
        value_to as value_from,
        value_from as value_to
    from merged
),

reached as (
    select * from both_ways
    union
    select
        reached.pool,
        reached.side_group,
        reached.first_day,
        reached.last_day,
        reached.dim,
        reached.value_from,
        both_ways.value_to
    from reached
    inner join both_ways
        on
            reached.pool = both_ways.pool
            and reached.side_group = both_ways.side_group
            and reached.first_day = both_ways.first_day
            and reached.last_day = both_ways.last_day
            and reached.dim = both_ways.dim
            and reached.value_to = both_ways.value_from
),

classes as (
    select
        pool,
        side_group,
        first_day,
        last_day,
        dim,
        value_from as value,
        min(value_to) as class
    from reached
    group by pool, side_group, first_day, last_day, dim, value_from
),

classed as (
    select
        faces.*,
        coalesce(classes.class, faces.value) as class,
        classes.class is not null as is_merged
    from faces
    left join classes
        on
            faces.pool = classes.pool
            and faces.side_group = classes.side_group
            and faces.first_day = classes.first_day
            and faces.last_day = classes.last_day
            and faces.dim = classes.dim
            and faces.value = classes.value
),

-- Each face with the classes of the cell's other dimensions: cells of one such place differ by value or within classes.
places as (
    select
        classed.cell_id,
        classed.dim,
        classed.value,
        classed.class,
        classed.least,
        classed.is_public,
        classed.is_small,
        classed.label_order,
        classed.pool,
        concat(
            classed.pool, '|', classed.side, '|', cast(classed.first_day as string), '|', cast(classed.last_day as string),
            '|', classed.dim, '|',
            coalesce(string_agg(concat(others.dim, '=', others.class), '|' order by others.dim_no), '')
        ) as place
    from classed
    left join classed as others on classed.cell_id = others.cell_id and classed.dim <> others.dim
    group by
        classed.cell_id, classed.dim, classed.value, classed.class, classed.least, classed.is_public, classed.is_small,
        classed.label_order, classed.pool, classed.side, classed.first_day, classed.last_day
),

masses as (
    select
        place,
        class,
        min(pool) as pool,
        min(value) as value,
        min(label_order) as label_order,
        sum(coalesce(least, 0)) as mass,
        count(*) as members,
        max(is_public) as is_public,
        min(is_small) as is_small
    from places
    group by place, class
)
{%- endmacro %}
