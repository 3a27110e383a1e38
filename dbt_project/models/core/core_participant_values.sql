-- grain: one count of participants of one association, window, initiative and category by its best witness, masked
{{ config(alias='participant_values') }}
{% set categories = ['age_band', 'education', 'support_type', 'occupation', 'exit_reason', 'registration_type',
                     'municipality'] %}

-- A sentence seldom says whether it counts persons: where the association counts one thing only, it counts that.
with kinds as (
    select
        association_id,
        measure,
        period_end,
        min(count_kind) as count_kind
    from {{ ref('core_participants') }}
    where count_kind <> 'unknown' and area_scope = 'own' and scenario <> 'target'
    group by association_id, measure, period_end
    having count(distinct count_kind) = 1
),

facts as (
    select
        told.* exclude (count_kind, fiscal_year),
        cast(extract(year from told.period_end) as integer) as fiscal_year,
        coalesce(nullif(told.count_kind, 'unknown'), kinds.count_kind, 'unknown') as count_kind
    from {{ ref('core_participants') }} as told
    left join kinds
        on
            told.association_id = kinds.association_id
            and told.measure = kinds.measure
            and told.period_end = kinds.period_end
    where told.goal_fact_id is null
),

said as (
    select
        facts.* exclude (value, doubt),
        case when masked.fact_id is null then facts.doubt end as doubt,
        case when not coalesce(masked.hides_value, false) then facts.value end as value,
        coalesce(masked.hides_value, false) as is_masked,
        {{ window_kind('facts.period_start', 'facts.period_end') }} as window_kind,
        concat_ws(
            ', ',
            {%- for name in categories %}
            case when facts.{{ name }} is not null then '{{ name }}' end{{ "," if not loop.last }}
            {%- endfor %}
        ) as breakdown,
        concat_ws(
            '|', facts.association_id, facts.measure, facts.count_kind, facts.before_after,
            cast(facts.period_start as string), '..', cast(facts.period_end as string),
            {%- for name in categories %}
            concat('{{ name }}=', facts.{{ name }}){{ "," if not loop.last }}
            {%- endfor %}
        ) as counted_what
    from facts
    left join {{ ref('core_masked_facts') }} as masked
        on facts.fact_id = masked.fact_id and masked.fact_kind = 'participants'
    where
        facts.is_preferred
        and facts.scenario <> 'target'
        and facts.unit = 'persons'
        and facts.area_scope = 'own'
        and not facts.is_of_which
),

-- The best witness of each count: a report's own year before what others say of it, tables before sentences.
ranked as (
    select
        *,
        row_number() over (
            partition by counted_what, initiative_id, gender
            order by
                authority_rank asc,
                case when found_in = 'text' then 1 else 0 end asc,
                case when is_masked then 1 else 0 end asc,
                said_no desc,
                fact_id asc
        ) as witness_no
    from said
),

best as (
    select *
    from ranked
    where witness_no = 1
),

-- One row for both sexes: what is printed of all, else the sum of what is printed apart when nothing of it is withheld.
wide as (
    select
        counted_what,
        initiative_id,
        max(case when gender = 'all' then value end) as printed_value,
        max(case when gender = 'women' then value end) as women,
        max(case when gender = 'men' then value end) as men,
        case
            when max(case when gender in ('nonbinary', 'unknown') and value is null then 1 else 0 end) = 0
                then sum(case when gender in ('nonbinary', 'unknown') then value end)
        end as other_or_unknown,
        sum(case when gender <> 'all' then value end) as parts_value,
        max(case when gender = 'all' then 1 else 0 end) = 1 as has_all,
        max(case when gender <> 'all' and value is null then 1 else 0 end) = 1 as misses_part,
        max(case when gender = 'women' and value is not null then 1 else 0 end)
        + max(case when gender = 'men' and value is not null then 1 else 0 end) as sexes,
        max(case when is_masked then 1 else 0 end) = 1 as is_masked,
        -- The row that speaks: of all where there is one, else that of women before that of men.
        min(case gender when 'all' then 0 when 'women' then 1 when 'men' then 2 else 3 end) as speaks
    from best
    group by counted_what, initiative_id
),

valued as (
    select
        best.* exclude (value, is_masked),
        wide.women,
        wide.men,
        wide.other_or_unknown,
        wide.is_masked,
        not wide.has_all as is_summed,
        case
            when wide.has_all then wide.printed_value
            when not wide.misses_part and wide.sexes = 2 then wide.parts_value
        end as value
    from wide
    inner join best
        on
            wide.counted_what = best.counted_what
            and coalesce(wide.initiative_id, '') = coalesce(best.initiative_id, '')
            and wide.speaks = case best.gender when 'all' then 0 when 'women' then 1 when 'men' then 2 else 3 end
)

select * from valued
