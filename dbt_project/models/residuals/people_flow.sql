-- grain: one column of a flow (those who had one support before, by what they had after) and what one rule asks of it
-- Whoever goes on has come from somewhere: the cells of a flow are about those who had that support before, and nobody else.
{{ config(alias='people_flow', post_hook=leave_parquet('people_flow')) }}

with rules as (
    {{ rules_of('people_flow') }}
),

figures as (
    select
        *,
        concat_ws(
            '|', association_id, source_system, area_scope, cast(period_start as varchar), cast(period_end as varchar),
            coalesce(who, ''), coalesce(municipality, ''), coalesce(gender, ''), coalesce(registration_type, '')
        ) as of_whom
    from {{ ref('people_figures') }}
    where unit = 'persons'
),

flows as (
    select
        *,
        replace(measure, 'flow_from_', '') as support_before
    from figures
    where measure like 'flow\_from\_%' escape '\'
),

columns as (
    select
        document_id,
        stands_in,
        of_whom,
        support_before,
        min(fact_id) as fact_id,
        max(case when support_type is not null then value end) as greatest_cell,
        sum(case when support_type is not null then value end) as cells,
        count(case when support_type is not null then 1 end) as parts,
        max(case when support_type is null then value end) as printed_total,
        max(case when support_type is null then fact_id end) as total_id,
        bool_or(support_type is not null and is_suppressed) as is_withheld,
        min(doubt) as doubt,
        list(fact_id order by row_no, column_no, fact_id) filter (where support_type is not null) as cell_ids
    from flows
    group by document_id, stands_in, of_whom, support_before
),

-- The same people in the table of support before and after, in this export or in another one of the association.
sources as (
    select
        columns.document_id,
        columns.stands_in,
        columns.of_whom,
        columns.support_before,
        before.fact_id as before_id,
        before.value as before_value
    from columns
    inner join figures as before
        on columns.of_whom = before.of_whom and columns.support_before = before.support_type
    where
        before.before_after = 'before' and before.measure in ('participants', 'exits') and before.exit_reason is null
        and before.occupation is null and before.value is not null
    qualify row_number() over (
        partition by columns.document_id, columns.stands_in, columns.of_whom, columns.support_before
        order by before.document_id = columns.document_id desc, before.measure = 'exits' desc, before.document_id, before.fact_id
    ) = 1
),

known as (
    select
        columns.*,
        sources.before_id,
        sources.before_value,
        coalesce(columns.printed_total, sources.before_value) as people,
        coalesce(columns.total_id, sources.before_id) as people_id
    from columns
    left join sources
        on
            columns.document_id = sources.document_id and columns.stands_in = sources.stands_in
            and columns.of_whom = sources.of_whom and columns.support_before = sources.support_before
),

compared as (
    select
        *,
        'cells_within_source' as asks,
        'the largest number of them with one support after' as left_label,
        'all who had it before' as right_label,
        greatest_cell as left_value,
        people as right_value,
        greatest(people - greatest_cell, 0) as room,
        case when people is null then 'no table of support before is at hand for the same people' end as reason,
        cell_ids as left_ids,
        [people_id] as right_ids
    from known
    where parts > 0
    union all
    -- One may have several supports after, so the cells may be more than the people, never fewer.
    select
        *,
        'cells_cover_source' as asks,
        'all who had it before' as left_label,
        'the sum of what they have after' as right_label,
        people as left_value,
        cells as right_value,
        greatest(cells - people, 0) as room,
        case
            when people is null then 'no table of support before is at hand for the same people'
            when is_withheld then 'a count is withheld'
        end as reason,
        [people_id] as left_ids,
        cell_ids as right_ids
    from known
    where parts > 1
    union all
    select
        *,
        'total_is_source' as asks,
        'the total of the flow' as left_label,
        'those who had it before' as right_label,
        printed_total as left_value,
        before_value as right_value,
        0 as room,
        case when before_value is null then 'no table of support before is at hand for the same people' end as reason,
        [total_id] as left_ids,
        [before_id] as right_ids
    from known
    where printed_total is not null
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        {{ people_place('figures') }},
        concat(compared.fact_id, '-', compared.asks) as place,
        compared.asks as equation,
        'count' as basis,
        compared.left_label,
        compared.right_label,
        compared.left_value,
        compared.right_value,
        compared.room as tolerance,
        compared.reason is null as evaluable,
        compared.reason,
        case
            when compared.left_value = compared.right_value or compared.left_value - compared.right_value <= compared.room then null
            else compared.doubt
        end as doubt,
        cast(null as varchar) as hint,
        compared.parts + 1 as terms,
        false as repaired,
        list_filter(compared.left_ids, lambda f : f is not null) as left_fact_ids,
        list_filter(compared.right_ids, lambda f : f is not null) as right_fact_ids
    from compared
    cross join rules
    inner join figures on compared.fact_id = figures.fact_id
)

select {{ residual_columns() }}
from placed
