-- grain: one share told in a sentence, whose count the document gives
-- Held against every total that the share can be a share of; where none of them gives it, it is judged only if the count stands in
-- the same sentence, or if its digits in another order are the share of the only count and total that the document knows.
{{ config(alias='people_told_share', post_hook=leave_parquet('people_told_share')) }}

with rules as (
    {{ rules_of('people_told_share') }}
),

figures as (
    select
        *,
        concat(document_id, '|', {{ people_key('people_figures') }}) as full_key,
        concat(document_id, '|', {{ people_key('people_figures', people_categories()) }}) as bare_key
    from {{ ref('people_figures') }} as people_figures
    where value is not null and not is_suppressed and qualifier is null
),

shares as (
    select * from figures
    where unit = 'percent' and found_in = 'text' and value > 0 and {{ is_one_of_categories('figures') }}
),

counts as (
    select * from figures
    where unit = 'persons'
),

-- "Nine left for work and four to study, that is 42 %": the share may be of what the sentence tells together.
in_sentence as (
    select
        stands_in,
        document_id,
        bare_key,
        sum(value) as value,
        count(*) as parts,
        list(fact_id order by x0, fact_id) as fact_ids
    from counts
    where found_in = 'text' and {{ is_one_of_categories('counts') }}
    group by stands_in, document_id, bare_key
),

parts_of as (
    select
        shares.fact_id as share_id,
        counts.value,
        [counts.fact_id] as fact_ids,
        counts.doubt,
        counts.stands_in = shares.stands_in as is_in_sentence,
        false as is_together
    from shares
    inner join counts on shares.full_key = counts.full_key
    union all
    select
        shares.fact_id as share_id,
        in_sentence.value,
        in_sentence.fact_ids,
        cast(null as varchar) as doubt,
        true as is_in_sentence,
        true as is_together
    from shares
    inner join in_sentence
        on
            shares.document_id = in_sentence.document_id and shares.stands_in = in_sentence.stands_in
            and shares.bare_key = in_sentence.bare_key and in_sentence.parts > 1
),

tried as (
    select
        shares.fact_id,
        shares.value as share,
        parts.fact_ids as part_ids,
        parts.value as part_value,
        parts.is_in_sentence,
        parts.is_together,
        wholes.fact_id as whole_id,
        coalesce(shares.base_n, wholes.value) as whole_value,
        coalesce(shares.doubt, parts.doubt, wholes.doubt) as reading_doubt,
        round(100 * cast(parts.value as double) / coalesce(shares.base_n, wholes.value), 3) as computed
    from shares
    inner join parts_of as parts on shares.fact_id = parts.share_id
    inner join counts as wholes
        on
            shares.bare_key = wholes.bare_key and wholes.full_key <> shares.full_key and wholes.value > 0 and wholes.value >= parts.value
            {%- for name in people_categories() %}
            and (wholes.{{ name }} is null or wholes.{{ name }} = shares.{{ name }})
            {%- endfor %}
),

known as (
    select
        fact_id,
        count(distinct part_value) as parts,
        count(distinct whole_value) as wholes,
        bool_or(is_in_sentence) and not bool_or(is_together) as is_in_sentence,
        bool_or(is_together) as is_together
    from tried
    group by fact_id
),

chosen as (
    select
        tried.*,
        known.parts,
        known.wholes,
        known.is_in_sentence as is_said_with_count,
        known.is_together as is_told_together,
        tried.share >= 10
        and list_sort(string_split(cast(cast(tried.share as integer) as varchar), ''))
        = list_sort(string_split(cast(cast(floor(tried.computed) as integer) as varchar), ''))
        or list_sort(string_split(cast(cast(tried.share as integer) as varchar), ''))
        = list_sort(string_split(cast(cast(round(tried.computed) as integer) as varchar), '')) as is_digits_of_it
    from tried
    inner join known on tried.fact_id = known.fact_id
    qualify row_number() over (
        partition by tried.fact_id order by abs(tried.share - tried.computed), tried.is_in_sentence desc, tried.part_ids[1], tried.whole_id
    ) = 1
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        {{ people_place('figures') }},
        chosen.fact_id as place,
        'told share' as equation,
        'percent' as basis,
        figures.said as left_label,
        concat(cast(cast(chosen.part_value as integer) as varchar), ' of ', cast(cast(chosen.whole_value as integer) as varchar)) as right_label,
        chosen.share as left_value,
        chosen.computed as right_value,
        rules.tolerance_fixed as tolerance,
        abs(chosen.share - chosen.computed) <= rules.tolerance_fixed
        or (chosen.parts = 1 and not chosen.is_told_together and (chosen.is_said_with_count or chosen.wholes = 1 and chosen.is_digits_of_it)) as evaluable,
        case
            when abs(chosen.share - chosen.computed) > rules.tolerance_fixed then chosen.reading_doubt
        end as doubt,
        cast(null as varchar) as hint,
        2 as terms,
        false as repaired,
        [chosen.fact_id] as left_fact_ids,
        list_append(chosen.part_ids, chosen.whole_id) as right_fact_ids
    from chosen
    cross join rules
    inner join figures on chosen.fact_id = figures.fact_id
),

finished as (
    select
        *,
        case when not evaluable then 'it is not told what it is a share of' end as reason
    from placed
)

select {{ residual_columns() }}
from finished
