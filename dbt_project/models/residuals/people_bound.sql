-- grain: one count that may be no more than another, or must be what others lead to
-- The tolerance of a bound is the room that is left below it: within it the two differ freely.
{{ config(alias='people_bound', post_hook=leave_parquet('people_bound')) }}

with rules as (
    {{ rules_of('people_bound') }}
),

counts as (
    select
        figures.*,
        concat_ws('|', figures.document_id, figures.stands_in) as table_key,
        {{ people_key('figures') }} as full_key,
        {{ people_key('figures', ['measure']) }} as key_without_measure,
        {{ people_key('figures', ['measure', 'period_start', 'period_end']) }} as key_without_time,
        {{ people_key('figures', ['support_type', 'occupation', 'before_after']) }} as key_of_all,
        {{ people_key('figures', ['before_after']) }} as key_without_side,
        {{ people_key('figures', ['registration_type']) }} as key_without_registration,
        {{ is_one_of_categories('figures') }} as is_category
    from {{ ref('people_figures') }} as figures
    where figures.unit = 'persons' and figures.value is not null and not figures.is_suppressed and figures.found_in <> 'text'
),

-- Nobody leaves who did not take part.
exits_within_participants as (
    select
        'exits_within_participants' as bound,
        part.fact_id,
        part.value as left_value,
        whole.value as right_value,
        true as is_bound,
        whole.said as right_label,
        whole.doubt as other_doubt,
        [whole.fact_id] as right_fact_ids,
        'the two tables may count different people' as when_apart,
        part.table_key <> whole.table_key as is_apart
    from counts as part
    inner join counts as whole
        on part.document_id = whole.document_id and part.key_without_measure = whole.key_without_measure
    where part.measure = 'exits' and whole.measure = 'participants' and part.exit_reason is null and part.support_type is null
    qualify row_number() over (partition by part.fact_id order by part.table_key = whole.table_key desc, whole.value desc, whole.fact_id) = 1
),

-- One may have several incomes at once, but no income is had by more than there are.
answers_within_all as (
    select
        'answers_within_all' as bound,
        part.fact_id,
        part.value as left_value,
        whole.value as right_value,
        true as is_bound,
        whole.said as right_label,
        whole.doubt as other_doubt,
        [whole.fact_id] as right_fact_ids,
        'the total may be of another side of the table' as when_apart,
        false as is_apart
    from counts as part
    inner join counts as whole on part.table_key = whole.table_key and part.key_of_all = whole.key_of_all
    where
        (part.support_type is not null or part.occupation is not null)
        and whole.support_type is null and whole.occupation is null and part.exit_reason is null
        and (whole.before_after is null or whole.before_after = part.before_after)
    qualify row_number() over (partition by part.fact_id order by whole.before_after is null, whole.value desc, whole.fact_id) = 1
),

identified_within_all as (
    select
        'identified_within_all' as bound,
        part.fact_id,
        part.value as left_value,
        whole.value as right_value,
        true as is_bound,
        whole.said as right_label,
        whole.doubt as other_doubt,
        [whole.fact_id] as right_fact_ids,
        'the two tables may count different people' as when_apart,
        part.table_key <> whole.table_key as is_apart
    from counts as part
    inner join counts as whole
        on part.document_id = whole.document_id and part.key_without_registration = whole.key_without_registration
    where part.registration_type = 'identified' and whole.registration_type is null
    qualify row_number() over (partition by part.fact_id order by part.table_key = whole.table_key desc, whole.value desc, whole.fact_id) = 1
),

-- Those who had an income before are those who have one after: all who left.
same_before_and_after as (
    select
        'same_before_and_after' as bound,
        later.fact_id,
        later.value as left_value,
        before.value as right_value,
        false as is_bound,
        before.said as right_label,
        before.doubt as other_doubt,
        [before.fact_id] as right_fact_ids,
        cast(null as varchar) as when_apart,
        false as is_apart
    from counts as later
    inner join counts as before on later.table_key = before.table_key and later.key_without_side = before.key_without_side
    where
        later.before_after = 'after' and before.before_after = 'before'
        and later.support_type is null and later.occupation is null and later.exit_reason is null
        and later.education is null and later.age_band is null
    qualify row_number() over (partition by later.fact_id order by before.fact_id) = 1
),

stocks as (
    select
        last_stock.fact_id,
        last_stock.value as left_value,
        first_stock.value + came.value - gone.value as right_value,
        concat_ws(' ', first_stock.said, '+', came.said, '−', gone.said) as right_label,
        coalesce(first_stock.doubt, came.doubt, gone.doubt) as other_doubt,
        [first_stock.fact_id, came.fact_id, gone.fact_id] as right_fact_ids
    from counts as last_stock
    inner join counts as first_stock
        on last_stock.table_key = first_stock.table_key and last_stock.key_without_time = first_stock.key_without_time
    inner join counts as came on last_stock.table_key = came.table_key and last_stock.key_without_time = came.key_without_time
    inner join counts as gone
        on last_stock.table_key = gone.table_key and came.key_without_measure = gone.key_without_measure
    where
        last_stock.measure = 'ongoing_end' and first_stock.measure = 'ongoing_start' and came.measure = 'started'
        and gone.measure = 'exits' and not last_stock.is_category and came.period_end = last_stock.period_end
        and (first_stock.period_end between came.period_start - interval 1 day and came.period_end)
    qualify row_number() over (partition by last_stock.fact_id order by abs(left_value - right_value), came.fact_id) = 1
),

compared as (
    select * from exits_within_participants
    union all
    select * from answers_within_all
    union all
    select * from identified_within_all
    union all
    select * from same_before_and_after
    union all
    select
        'stocks_and_flows' as bound,
        fact_id,
        left_value,
        right_value,
        false as is_bound,
        right_label,
        other_doubt,
        right_fact_ids,
        cast(null as varchar) as when_apart,
        false as is_apart
    from stocks
),

-- What a row of its kind may not say, and what a system cannot know.
forbidden as (
    select
        'anonymous_tells_little' as bound,
        fact_id,
        cast(
            len(list_filter([age_band, education, support_type, occupation, exit_reason, before_after], lambda d : d is not null)) as integer
        ) as left_value,
        'no attribute but gender and year' as right_label
    from {{ ref('people_figures') }}
    where registration_type = 'anonymous'
    union all
    select
        'volume_has_no_outcome' as bound,
        fact_id,
        cast(len(list_filter([support_type, occupation, exit_reason, before_after], lambda d : d is not null)) as integer) as left_value,
        'no outcome' as right_label
    from {{ ref('people_figures') }}
    where registration_type = 'volume'
),

systems as (
    select
        concat('time_of_', figures.source_system) as bound,
        figures.document_id,
        min(figures.fact_id) as fact_id,
        max(
            case
                when figures.source_system = 'sus' and figures.period_end > cast(json_extract_string(rules.parameters, '$.sus_until') as date)
                    then 1
                when
                    figures.source_system = 'uppfoljning_finsam'
                    and figures.period_end < cast(json_extract_string(rules.parameters, '$.uppfoljning_from') as date)
                    then 1
                else 0
            end
        ) as left_value
    from {{ ref('people_figures') }} as figures
    cross join rules
    where
        figures.source_system in ('sus', 'uppfoljning_finsam') and figures.found_in = 'sheet'
        and json_extract_string(rules.parameters, '$.sus_until') is not null
    group by figures.source_system, figures.document_id
),

all_bounds as (
    select * from compared
    union all
    select
        bound,
        fact_id,
        left_value,
        0 as right_value,
        false as is_bound,
        right_label,
        cast(null as varchar) as other_doubt,
        cast([] as varchar[]) as right_fact_ids,
        cast(null as varchar) as when_apart,
        false as is_apart
    from forbidden
    union all
    select
        bound,
        fact_id,
        left_value,
        0 as right_value,
        false as is_bound,
        'no figure from outside the years of the system' as right_label,
        cast(null as varchar) as other_doubt,
        cast([] as varchar[]) as right_fact_ids,
        cast(null as varchar) as when_apart,
        false as is_apart
    from systems
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        {{ people_place('figures') }},
        concat(all_bounds.fact_id, '-', all_bounds.bound) as place,
        all_bounds.bound as equation,
        'count' as basis,
        figures.said as left_label,
        all_bounds.right_label,
        all_bounds.left_value,
        all_bounds.right_value,
        case
            when all_bounds.is_bound then greatest(all_bounds.right_value - all_bounds.left_value, 0) else rules.tolerance_fixed
        end as tolerance,
        true as evaluable,
        cast(null as varchar) as reason,
        case
            when all_bounds.left_value = all_bounds.right_value or (all_bounds.is_bound and all_bounds.left_value < all_bounds.right_value)
                then null
            when figures.doubt is not null or all_bounds.other_doubt is not null then coalesce(figures.doubt, all_bounds.other_doubt)
            when all_bounds.is_apart then all_bounds.when_apart
        end as doubt,
        cast(null as varchar) as hint,
        2 as terms,
        false as repaired,
        [all_bounds.fact_id] as left_fact_ids,
        all_bounds.right_fact_ids
    from all_bounds
    inner join rules on list_contains(cast(json_extract_string(rules.parameters, '$.bounds[*]') as varchar[]), all_bounds.bound)
    inner join {{ ref('people_figures') }} as figures on all_bounds.fact_id = figures.fact_id
)

select {{ residual_columns() }}
from placed
