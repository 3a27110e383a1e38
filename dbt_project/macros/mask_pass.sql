{#- One pass of protection, the body of a model: an exchange for each small cell of one level (the number of dimensions it
    is told apart by) that no exchange of an earlier pass moves freely. Publishing only what an exchange leaves alone tells
    nothing of how many moved, so a small cell is safe when exchanges take it from nothing up to the threshold.
    `from` holds the relations it reads: told, cells, faces, neighbours. -#}
{% macro mask_pass(level, is_last, earlier, from) -%}
{%- set most = masking_threshold() | int - 1 -%}
{%- set dimensions = count_dimensions().strip().split(',') -%}
{{ mask_places(earlier, from) }},

small as (
    select * from cells
    where is_small = 1 and fixed {{ '>=' if is_last else ('=' if level > 1 else '<=') }} {{ level }}
),

-- Free within its classes, or by an exchange of its own kind that an earlier pass made.
protected as (
    select places.cell_id
    from places
    inner join masses on places.place = masses.place and places.class = masses.class
    where masses.members > 1 and masses.mass >= {{ most }}
    union
    select small.cell_id
    from small
    inner join moved
        on
            small.pool = moved.pool
            and small.side_group = moved.side_group
            and small.first_day = moved.first_day
            and small.last_day = moved.last_day
            {%- for name in dimensions %}
            and (moved.k_{{ name }} is null or moved.k_{{ name }} = small.{{ name }})
            {%- endfor %}
    inner join neighbours as along
        on
            small.cell_id = along.cell_id
            and moved.dim = along.dim
            and (
                (along.value = moved.value_from and along.other_value = moved.value_to)
                or (along.value = moved.value_to and along.other_value = moved.value_from)
            )
    left join neighbours as across
        on
            small.cell_id = across.cell_id
            and moved.dim_2 = across.dim
            and (
                (across.value = moved.value_2 and across.other_value = moved.other_2)
                or (across.value = moved.other_2 and across.other_value = moved.value_2)
            )
    left join neighbours as opposite
        on
            along.other_cell_id = opposite.cell_id
            and across.dim = opposite.dim
            and across.other_value = opposite.other_value
    where
        along.other_least >= {{ most }} - small.least
        and (
            (moved.kind = 'pair' and moved.dim_2 is null)
            or (across.other_least >= {{ most }} - small.least and opposite.other_least >= small.greatest)
        )
),

todo as (
    select small.*
    from small
    left join protected on small.cell_id = protected.cell_id
    where protected.cell_id is null
),

-- A share above a cut is published of these: labels on both sides of it are not merged when others will do.
cuts as (
    select distinct
        pool,
        cut_order
    from {{ from.told }}
    where cut_order is not null
),

merges as (
    select
        todo.cell_id,
        mine.dim,
        mine.value as value_from,
        theirs.value as value_to,
        theirs.mass,
        own.mass as own_mass,
        theirs.is_public,
        theirs.is_small,
        max(
            case
                when
                    mine.dim = 'answer_label'
                    and (mine.label_order <= cuts.cut_order) <> (theirs.label_order <= cuts.cut_order)
                    then 1
                else 0
            end
        ) as crosses_cut
    from todo
    inner join places as mine on todo.cell_id = mine.cell_id
    inner join masses as own on mine.place = own.place and mine.class = own.class
    inner join masses as theirs on mine.place = theirs.place and mine.class <> theirs.class
    left join cuts on todo.pool = cuts.pool
    group by
        todo.cell_id, mine.dim, mine.value, theirs.value, theirs.mass, own.mass, theirs.is_public, theirs.is_small
),

groups as (
    select
        faces.cell_id,
        faces.dim,
        faces.value,
        case when count(members.greatest) = count(*) then wholes.least - sum(members.greatest) end as rest,
        concat('|', string_agg(members.value, '|' order by members.value), '|') as group_values
    from todo
    inner join faces on todo.cell_id = faces.cell_id
    inner join faces as members on faces.whole_id = members.whole_id and faces.dim = members.dim
    inner join cells as wholes on faces.whole_id = wholes.cell_id
    group by faces.cell_id, faces.dim, faces.value, wholes.least
),

-- How much else a square along one dimension reaches: cells told apart by that one and others, but not by the second.
crossed as (
    select
        along.pool,
        along.dim,
        across.dim as dim_2,
        count(case when cells.fixed > 1 and with_second.cell_id is null then 1 end) as reach
    from faces as along
    inner join cells on along.cell_id = cells.cell_id
    inner join (select distinct pool, dim from faces) as across on along.pool = across.pool and along.dim <> across.dim
    left join faces as with_second
        on along.cell_id = with_second.cell_id and across.dim = with_second.dim
    group by along.pool, along.dim, across.dim
),

candidates as (
    -- A square: as many persons move one way at one value as the other way at another; the margins stay.
    select
        todo.cell_id,
        'pair' as kind,
        along.dim,
        along.value as value_from,
        along.other_value as value_to,
        across.dim as dim_2,
        across.value as value_2,
        across.other_value as other_2,
        cast(null as string) as group_values,
        greatest(along.other_is_public, across.other_is_public, opposite.other_is_public) as is_public,
        0 as crosses_cut,
        0 as costs_margins,
        crossed.reach,
        along.other_is_small + across.other_is_small + opposite.other_is_small as already,
        along.other_least + across.other_least + opposite.other_least as mass
    from todo
    inner join neighbours as along on todo.cell_id = along.cell_id
    inner join neighbours as across on todo.cell_id = across.cell_id and along.dim <> across.dim
    inner join neighbours as opposite
        on
            along.other_cell_id = opposite.cell_id
            and across.dim = opposite.dim
            and across.other_value = opposite.other_value
    inner join crossed on todo.pool = crossed.pool and along.dim = crossed.dim and across.dim = crossed.dim_2
    where
        along.other_least >= {{ most }} - todo.least
        and across.other_least >= {{ most }} - todo.least
        and opposite.other_least >= todo.greatest
    union all
    -- Two values merged, in the context of what is not merged yet.
    select
        cell_id,
        'pair' as kind,
        dim,
        value_from,
        value_to,
        cast(null as string) as dim_2,
        cast(null as string) as value_2,
        cast(null as string) as other_2,
        cast(null as string) as group_values,
        is_public,
        crosses_cut,
        1 as costs_margins,
        0 as reach,
        is_small as already,
        mass
    from merges
    where mass + own_mass >= {{ most }} and mass > 0
    union all
    -- Persons the group does not tell of: its printed total is more than its printed members.
    select
        todo.cell_id,
        'rest' as kind,
        groups.dim,
        groups.value as value_from,
        cast(null as string) as value_to,
        cast(null as string) as dim_2,
        cast(null as string) as value_2,
        cast(null as string) as other_2,
        groups.group_values,
        0 as is_public,
        0 as crosses_cut,
        case when todo.fixed > 1 then 1 else 0 end as costs_margins,
        0 as reach,
        0 as already,
        groups.rest as mass
    from todo
    inner join groups on todo.cell_id = groups.cell_id
    where groups.rest > 0 and groups.rest >= {{ most }} - todo.least
),

ranked as (
    select
        *,
        row_number() over (
            partition by cell_id
            order by
                is_public asc,
                costs_margins asc,
                crosses_cut asc,
                reach asc,
                already desc,
                mass asc,
                dim asc,
                value_to asc,
                dim_2 asc,
                other_2 asc
        ) as choice_no
    from candidates
),

-- No two values hold enough: all values of the dimension where most is found are merged.
spread as (
    select
        cell_id,
        dim,
        row_number() over (partition by cell_id order by sum(mass) desc, dim asc) as choice_no
    from merges
    group by cell_id, dim, own_mass
    having sum(mass) + own_mass >= {{ most }}
),

chosen as (
    select
        cell_id,
        kind,
        dim,
        value_from,
        value_to,
        dim_2,
        value_2,
        other_2,
        group_values
    from ranked
    where choice_no = 1
    union all
    select
        merges.cell_id,
        'pair' as kind,
        merges.dim,
        merges.value_from,
        merges.value_to,
        cast(null as string) as dim_2,
        cast(null as string) as value_2,
        cast(null as string) as other_2,
        cast(null as string) as group_values
    from spread
    inner join merges on spread.cell_id = merges.cell_id and spread.dim = merges.dim
    left join ranked on spread.cell_id = ranked.cell_id and ranked.choice_no = 1
    where spread.choice_no = 1 and ranked.cell_id is null
)

-- Where nothing printed can take part, whatever holds a person of the cell is withheld with it.
select
    todo.cell_id,
    coalesce(chosen.kind, 'all') as kind,
    todo.pool,
    todo.side_group,
    todo.first_day,
    todo.last_day,
    chosen.dim,
    chosen.value_from,
    chosen.value_to,
    chosen.dim_2,
    chosen.value_2,
    chosen.other_2,
    chosen.group_values
    {%- for name in dimensions %},
    case
        when '{{ name }}' in (coalesce(chosen.dim, ''), coalesce(chosen.dim_2, '')) then null
        when coalesce(chosen.kind, 'all') = 'pair' and chosen.dim_2 is null and in_classes.{{ name }} then null
        else todo.{{ name }}
    end as k_{{ name }}
    {%- endfor %}
from todo
left join chosen on todo.cell_id = chosen.cell_id
left join (
    select
        cell_id
        {%- for name in dimensions %},
        coalesce(max(case when dim = '{{ name }}' and is_merged then 1 else 0 end), 0) = 1 as {{ name }}
        {%- endfor %}
    from classed
    group by cell_id
) as in_classes on todo.cell_id = in_classes.cell_id
{%- endmacro %}
