-- grain: one printed total of one table or sentence, with the parts along one dimension that stand beside it
-- A dimension of a rule is one or two columns (the reason and the occupation left for; the initiative and the municipality).
-- A part inside another part is not counted twice. Where several totals are told of the same, the one that fits is meant.
{{ config(alias='people_sum', post_hook=leave_parquet('people_sum')) }}
{% set dimensions = {
    'gender': ['gender'], 'initiative': ['who', 'municipality'], 'exit_reason': ['exit_reason', 'occupation'],
    'education': ['education'], 'age_band': ['age_band'],
} %}

with rules as (
    {{ rules_of('people_sum') }}
),

counts as (
    select * from {{ ref('people_figures') }}
    where unit = 'persons'
),

{% for dimension, columns in dimensions.items() %}
keyed_{{ dimension }} as (
    select
        counts.*,
        '{{ dimension }}' as dimension,
        concat_ws('|', counts.document_id, counts.stands_in, {{ people_key('counts', columns) }}) as group_key
    from counts
),

parted_{{ dimension }} as (
    select distinct
        wholes.fact_id as total_id,
        parts.fact_id as part_id,
        '{{ dimension }}' as dimension
    from keyed_{{ dimension }} as wholes
    inner join keyed_{{ dimension }} as parts on wholes.group_key = parts.group_key and wholes.fact_id <> parts.fact_id
    where
        {% if dimension == 'initiative' -%}
        (wholes.who is null or wholes.who = parts.who)
        and (wholes.municipality is null or wholes.municipality = parts.municipality)
        and concat_ws('|', coalesce(wholes.who, ''), coalesce(wholes.municipality, ''))
        <> concat_ws('|', coalesce(parts.who, ''), coalesce(parts.municipality, ''))
        {%- elif dimension == 'exit_reason' -%}
        wholes.exit_reason is null and wholes.occupation is null and parts.exit_reason is not null
        and parts.exit_reason <> 'misregistration'
        and not parts.is_of_which
        {%- else -%}
        wholes.{{ dimension }} is null and parts.{{ dimension }} is not null
        {%- endif %}
),

-- What stands inside another part: those who left for work among those who left for work or study.
inner_{{ dimension }} as (
    {% if dimension in ('initiative', 'exit_reason', 'age_band') -%}
    select distinct
        parted.total_id,
        parted.part_id
    from parted_{{ dimension }} as parted
    inner join parted_{{ dimension }} as others on parted.total_id = others.total_id and parted.part_id <> others.part_id
    inner join counts as part on parted.part_id = part.fact_id
    inner join counts as other on others.part_id = other.fact_id
    where
        {% if dimension == 'initiative' -%}
        (other.who is null or other.who = part.who)
        and (other.municipality is null or other.municipality = part.municipality)
        and concat_ws('|', coalesce(other.who, ''), coalesce(other.municipality, ''))
        <> concat_ws('|', coalesce(part.who, ''), coalesce(part.municipality, ''))
        {%- elif dimension == 'exit_reason' -%}
        {{ reason_inside('other.exit_reason', 'part.exit_reason') }}
        or (other.exit_reason = part.exit_reason and other.occupation is null and part.occupation is not null)
        {%- else -%}
        other.age_band <> part.age_band and {{ covers('age_band', 'other.age_band', 'part.age_band') }}
        {%- endif %}
    {%- else -%}
    select
        total_id,
        part_id
    from parted_{{ dimension }}
    where false
    {%- endif %}
),
{% endfor %}

parted as (
    {% for dimension in dimensions %}
    select
        parted.total_id,
        parted.part_id,
        parted.dimension
    from parted_{{ dimension }} as parted
    left join inner_{{ dimension }} as inside on parted.total_id = inside.total_id and parted.part_id = inside.part_id
    where inside.part_id is null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

added as (
    select
        parted.total_id,
        parted.dimension,
        sum(parts.least) as parts_least,
        case when bool_or(parts.most is null) then null else sum(parts.most) end as parts_most,
        count(*) as parts,
        count(distinct parts.gender) as genders,
        count(distinct concat_ws('|', parts.who, parts.municipality)) as places,
        count(distinct case when parts.gender in ('women', 'men') then parts.gender end) as known_genders,
        bool_or(parts.is_suppressed) as is_withheld,
        bool_or(parts.qualifier is not null) as is_about,
        min(parts.doubt) as doubt,
        string_agg(parts.said, ' + ' order by parts.row_no, parts.column_no, parts.x0, parts.fact_id) as said,
        list(parts.fact_id order by parts.row_no, parts.column_no, parts.x0, parts.fact_id) as part_ids
    from parted
    inner join counts as parts on parted.part_id = parts.fact_id
    group by parted.total_id, parted.dimension
    having count(*) > 1
),

-- Of sums that are possible where counts are withheld, the one nearest to the printed total.
sums as (
    select
        added.*,
        greatest(
            added.parts_least,
            case
                when added.parts_most is null then greatest(added.parts_least, totals.least)
                when totals.least > added.parts_most then added.parts_most
                else greatest(added.parts_least, totals.least)
            end
        ) as parts_sum
    from added
    inner join counts as totals on added.total_id = totals.fact_id
),

-- A sentence on two municipalities tells two totals and two of each gender: they are held against each other together.
told as (
    select
        totals.fact_id,
        sums.dimension,
        sums.* exclude (total_id, dimension, doubt, said),
        totals.least as total_least,
        totals.most as total_most,
        -- The possible total nearest to the possible sums: the same number where nothing is withheld.
        greatest(totals.least, least(coalesce(totals.most, sums.parts_sum), sums.parts_sum)) as total,
        coalesce(totals.doubt, sums.doubt) as doubt,
        totals.said as total_said,
        sums.said as parts_said,
        list_sort(sums.part_ids) as part_set,
        totals.is_suppressed as is_total_withheld,
        totals.qualifier is not null as is_total_about
    from sums
    inner join counts as totals on sums.total_id = totals.fact_id
),

chosen as (
    select
        *,
        count(*) over same_parts as totals,
        sum(total) over same_parts as totals_sum,
        row_number() over (partition by dimension, part_set order by abs(total - parts_sum), fact_id) as fit
    from told
    window same_parts as (partition by dimension, part_set)
),

sided as (
    select
        rules.rule_id,
        rules.scope,
        rules.certain,
        {{ people_place('figures') }},
        figures.found_in,
        figures.stands_in,
        figures.count_kind,
        chosen.*,
        case when chosen.totals > 1 and chosen.totals_sum = chosen.parts_sum then chosen.totals_sum else chosen.total end as left_value,
        chosen.parts_sum as right_value,
        case
            when (chosen.is_withheld or chosen.is_total_withheld) and chosen.total = chosen.parts_sum then 'a count is withheld'
            when chosen.is_about or chosen.is_total_about then 'a count is told only roughly'
            when chosen.totals > 1 and chosen.total = chosen.parts_sum + chosen.totals_sum - chosen.total and chosen.total <> chosen.parts_sum
                then 'a count beside the parts makes up the difference, and which part it is of is not known'
            when chosen.dimension = 'gender' and chosen.known_genders < 2 then 'only one gender is printed'
            when chosen.dimension = 'gender' and chosen.genders < chosen.parts and chosen.totals < 2 then 'a gender is printed twice'
            when
                chosen.dimension <> 'gender'
                and chosen.parts_sum < chosen.total * cast(json_extract_string(rules.parameters, '$.incomplete_below') as decimal(3, 2))
                then 'most of the total has no part in the table'
            when chosen.dimension = 'exit_reason' and chosen.parts < 3 and chosen.parts_sum < 0.7 * chosen.total
                then 'too few reasons are told to be all there are'
            when chosen.dimension = 'initiative' and chosen.places < chosen.parts then 'an initiative is printed twice'
            when chosen.dimension = 'initiative' and figures.count_kind = 'unique_person' then 'the total counts each person once'
        end as reason
    from chosen
    inner join rules on list_contains(cast(json_extract_string(rules.parameters, '$.dimensions[*]') as varchar[]), chosen.dimension)
    inner join counts as figures on chosen.fact_id = figures.fact_id
    where chosen.fit = 1 and (chosen.dimension = 'gender' or figures.found_in <> 'text')
),

-- Whether the table keeps the rule elsewhere: then a place that does not is the author's, and no habit of the table's.
standing as (
    select
        rule_id,
        document_id,
        stands_in,
        dimension,
        count(case when left_value = right_value then 1 end) as hold,
        count(case when left_value <> right_value then 1 end) as fall
    from sided
    where reason is null
    group by rule_id, document_id, stands_in, dimension
),

placed as (
    select
        sided.rule_id,
        sided.scope,
        sided.association_id,
        sided.document_id,
        sided.file_name,
        sided.page,
        sided.statement,
        sided.table_no,
        sided.column_printed,
        sided.period_end,
        concat(sided.fact_id, '-', sided.dimension) as place,
        sided.dimension as equation,
        'count' as basis,
        sided.total_said as left_label,
        sided.parts_said as right_label,
        sided.left_value,
        sided.right_value,
        rules.tolerance_fixed as tolerance,
        sided.reason is null as evaluable,
        sided.reason,
        case
            when sided.reason is not null or sided.left_value = sided.right_value then null
            when sided.doubt is not null then sided.doubt
            when sided.totals > 1 then 'several totals are told, and another may be meant'
            when coalesce(standing.fall, 0) > greatest(coalesce(standing.hold, 0), 2)
                then 'most sums of the table do not come out, so its totals may be of something else'
            when sided.left_value > sided.right_value and coalesce(standing.hold, 0) = 0
                then 'the rest may be persons of whom it is not known'
            when sided.left_value < sided.right_value and sided.dimension = 'initiative' and coalesce(standing.hold, 0) = 0
                then 'the total may count each person once'
            when sided.found_in = 'text' then 'a sentence can be read in more than one way'
        end as doubt,
        cast(null as varchar) as hint,
        sided.parts + 1 as terms,
        false as repaired,
        [sided.fact_id] as left_fact_ids,
        sided.part_ids as right_fact_ids
    from sided
    inner join rules on sided.rule_id = rules.rule_id
    left join standing
        on
            sided.rule_id = standing.rule_id and sided.document_id = standing.document_id
            and sided.stands_in = standing.stands_in and sided.dimension = standing.dimension
)

select {{ residual_columns() }}
from placed
