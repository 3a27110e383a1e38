-- grain: one equation of one rule at one column of one table
-- Both sides of every identity between line items. A term stands in the same column, or elsewhere in the document at the same
-- date, or in the association's plan for the year. Of several readings of the right side the one that fits best is kept.
{{ config(alias='identity', post_hook=leave_parquet('identity')) }}

{%- set financial = "'financial_income', 'financial_costs', 'financial_net', 'interest_income'" -%}

with rules as (
    {{ rules_of('identity') }}
),

terms as (
    select * from {{ source('reference', 'rule_terms') }}
),

anchors as (
    select * from {{ ref('identity_anchors') }}
),

term_values as (
    select * from {{ ref('identity_terms') }}
),

alternatives as (
    select
        anchors.rule_id,
        anchors.equation_no,
        anchors.document_id,
        anchors.table_no,
        anchors.column_no,
        terms.alternative_no,
        terms.alternative,
        bool_and(coalesce(not found.many_values, terms.is_optional)) as evaluable,
        string_agg(case when found.term_no is null and not terms.is_optional then terms.line_item end, ', ' order by terms.term_no) as missing,
        string_agg(case when found.many_values then terms.line_item end, ', ' order by terms.term_no) as ambiguous,
        sum(terms.weight * found.amount) as amount,
        sum(case when terms.may_flip then terms.weight * found.amount else 0 end) as flip_all,
        list(terms.weight * found.amount) filter (where terms.may_flip and found.amount is not null) as flips,
        max(found.precision_sek) as precision_sek,
        sum(found.n_facts) as n_facts,
        list(found.precision_sek) filter (where found.precision_sek is not null) as precisions,
        max(found.budget_version) as budget_version,
        max(found.doubt) as doubt,
        -- A term from another statement of the year, or a financial item of the table itself: what a selection of rows may leave out.
        coalesce(bool_or(
            not found.in_column or found.fact_ids is not null and terms.line_item in ({{ financial }})
        ), false) as is_complete,
        min(found.page) as page,
        string_agg(
            case
                when found.term_no is null then null
                when terms.weight < 0 then '− '
                when terms.term_no > 1 then '+ '
                else ''
            end || coalesce(found.label_printed, '(' || replace(terms.line_item, '_', ' ') || ')')
            || case when found.n_facts > 1 then ' and ' || cast(found.n_facts - 1 as varchar) || ' more' else '' end
            || case
                when found.in_column then ''
                else ' (' || replace(found.fact_statement, '_', ' ') || ' ' || cast(found.period_end as varchar)
                    || ', page ' || cast(found.page as varchar) || ')'
            end,
            ' ' order by terms.term_no
        ) as label,
        flatten(list(found.fact_ids order by terms.term_no) filter (where found.fact_ids is not null)) as fact_ids
    from anchors
    inner join terms on anchors.rule_id = terms.rule_id and anchors.equation_no = terms.equation_no
    left join term_values as found
        on
            anchors.rule_id = found.rule_id
            and anchors.equation_no = found.equation_no
            and anchors.document_id = found.document_id
            and anchors.table_no = found.table_no
            and anchors.column_no = found.column_no
            and terms.alternative_no = found.alternative_no
            and terms.term_no = found.term_no
    group by
        anchors.rule_id, anchors.equation_no, anchors.document_id, anchors.table_no, anchors.column_no,
        terms.alternative_no, terms.alternative
),

sides as (
    select
        anchors.*,
        lefts.page,
        lefts.label as left_label,
        lefts.amount as left_value,
        lefts.flip_all,
        lefts.flips,
        lefts.fact_ids as left_fact_ids,
        rights.alternative as basis,
        rights.label as right_label,
        rights.amount as right_value,
        rights.fact_ids as right_fact_ids,
        lefts.evaluable and coalesce(rights.evaluable, false) as evaluable,
        case
            when lefts.ambiguous is not null then 'several different figures for ' || lefts.ambiguous
            when lefts.missing is not null then 'not printed: ' || lefts.missing
            when rights.ambiguous is not null then 'several different figures for ' || rights.ambiguous
            when rights.missing is not null then 'not printed: ' || rights.missing
        end as reason,
        lefts.n_facts + coalesce(rights.n_facts, 0) as n_terms,
        greatest(lefts.precision_sek, rights.precision_sek) as coarsest,
        len(list_filter(
            list_concat(lefts.precisions, coalesce(rights.precisions, [])),
            lambda p : p = greatest(lefts.precision_sek, rights.precision_sek)
        )) as coarse_terms,
        coalesce(lefts.doubt, rights.doubt) as reading_doubt,
        coalesce(
            lefts.budget_version <> 'unknown' and rights.budget_version <> 'unknown'
            and lefts.budget_version <> rights.budget_version, false
        ) as versions_differ,
        rights.alternative_no,
        coalesce(rights.is_complete, false) as is_complete
    from anchors
    inner join alternatives as lefts
        on
            anchors.rule_id = lefts.rule_id and anchors.equation_no = lefts.equation_no
            and anchors.document_id = lefts.document_id and anchors.table_no = lefts.table_no and anchors.column_no = lefts.column_no
            and lefts.alternative_no = 0 and lefts.missing is null
    left join alternatives as rights
        on
            anchors.rule_id = rights.rule_id and anchors.equation_no = rights.equation_no
            and anchors.document_id = rights.document_id and anchors.table_no = rights.table_no and anchors.column_no = rights.column_no
            and rights.alternative_no > 0
),

toleranced as (
    select
        sides.*,
        {{ tolerance('rules', 'sides.coarsest', 'sides.n_terms', 'sides.coarse_terms') }} as tolerance
    from sides
    inner join rules on sides.rule_id = rules.rule_id
),

chosen as (
    select
        *,
        bool_or(evaluable and is_complete) over (partition by rule_id, equation_no, document_id, table_no, column_no) as any_complete
    from toleranced
    qualify row_number() over (
        partition by rule_id, equation_no, document_id, table_no, column_no
        order by
            case when evaluable then 0 else 1 end,
            case when evaluable then greatest(abs(left_value - right_value) - tolerance, 0) end,
            alternative_no
    ) = 1
),

judged as (
    select
        chosen.*,
        evaluable and abs(left_value - right_value) <= tolerance as holds,
        max(case when evaluable then 1 else 0 end) over (partition by rule_id, document_id, table_no, column_no) as any_evaluable,
        count(case when evaluable and abs(left_value - right_value) <= tolerance then 1 end) over by_row as columns_that_hold,
        count(case when evaluable and abs(left_value - right_value) > tolerance then 1 end) over by_row as columns_that_fail
    from chosen
    window by_row as (partition by rule_id, equation_no, document_id, table_no)
),

spans as (
    select
        sides_of.rule_id,
        sides_of.equation_no,
        sides_of.document_id,
        sides_of.table_no,
        sides_of.column_no,
        min(facts.row_no) as first_row,
        max(facts.row_no) as last_row
    from (
        select
            rule_id,
            equation_no,
            document_id,
            table_no,
            column_no,
            unnest(list_concat(left_fact_ids, right_fact_ids)) as fact_id
        from judged
        where evaluable and not holds
    ) as sides_of
    inner join {{ ref('checked_finances') }} as facts on sides_of.fact_id = facts.fact_id and sides_of.table_no = facts.table_no
    group by sides_of.rule_id, sides_of.equation_no, sides_of.document_id, sides_of.table_no, sides_of.column_no
),

explained as (
    select
        judged.rule_id,
        judged.equation_no,
        judged.document_id,
        judged.table_no,
        judged.column_no,
        min(others.label_printed) filter (
            where others.amount_sek <> 0
            and abs(abs(others.amount_natural_sek) - abs(judged.left_value - judged.right_value)) <= judged.tolerance
            and not list_contains(judged.left_fact_ids, others.fact_id)
            and not list_contains(judged.right_fact_ids, others.fact_id)
        ) as by_row,
        bool_or(others.line_item is null and not others.is_of_which and others.amount_sek <> 0) as has_unknown_rows,
        -- What stands between the two sides under a name that is not known belongs to what leads from one to the other.
        coalesce(
            {%- for amount in ('amount_natural_sek', 'amount_sek') %}
            abs(abs(sum(others.{{ amount }}) filter (
                where others.line_item is null and not others.is_of_which and not others.is_total
                and others.row_no between spans.first_row and spans.last_row
            )) - abs(max(judged.left_value - judged.right_value))) <= max(judged.tolerance){% if not loop.last %} or{% endif %}
            {%- endfor %},
            false
        ) as by_unknown_rows
    from judged
    inner join spans
        on
            judged.rule_id = spans.rule_id and judged.equation_no = spans.equation_no and judged.document_id = spans.document_id
            and judged.table_no = spans.table_no and judged.column_no = spans.column_no
    inner join {{ ref('checked_finances') }} as others
        on judged.document_id = others.document_id and judged.table_no = others.table_no and judged.column_no = others.column_no
    where judged.evaluable and not judged.holds
    group by judged.rule_id, judged.equation_no, judged.document_id, judged.table_no, judged.column_no
),

unread_parts as (
    select distinct
        judged.rule_id,
        judged.equation_no,
        judged.document_id,
        judged.table_no,
        judged.column_no
    from judged
    inner join {{ ref('core_unread') }} as unread on judged.document_id = unread.document_id and judged.page = unread.page
    where
        judged.evaluable and not judged.holds
        and abs({{ unread_amount('unread.text', 'judged.coarsest') }} - abs(judged.left_value - judged.right_value)) <= judged.tolerance
),

placed as (
    select
        judged.* exclude (reason, evaluable),
        equation_certain in ('most_columns_hold', 'never') and columns_that_hold = 0 and columns_that_fail > 1 as never_holds,
        equation_certain = 'with_financial_items' and not any_complete as is_open,
        concat_ws('/', judged.document_id, cast(judged.table_no as varchar), cast(judged.column_no as varchar), judged.equation) as place,
        judged.evaluable and (holds or not (versions_differ or never_holds or is_open or coalesce(explained.by_unknown_rows, false))) as evaluable,
        case
            when judged.evaluable and versions_differ and not holds then 'two versions of the budget'
            when judged.evaluable and is_open and not holds
                then 'an overview is a selection of rows: what is left out of it may make up the difference'
            when judged.evaluable and never_holds then 'the rows as read do not make it up in any column of the table'
            when judged.evaluable and not holds and explained.by_unknown_rows
                then 'the rows between the two sides make up the difference, and what they are is not known'
            when not judged.evaluable then coalesce(reason, 'no other figure to hold it against')
        end as reason,
        case
            when holds or not judged.evaluable then null
            when reading_doubt is not null then 'the reading is uncertain: ' || reading_doubt
            when unread_parts.rule_id is not null then 'a number on the page that was not read makes up the difference'
            when explained.by_row is not null then 'the row "' || explained.by_row || '" makes up the difference'
            when doubt_if_unknown_rows and explained.has_unknown_rows then 'the column holds rows that the rule does not know'
            when equation_certain in ('never', 'with_financial_items') then 'the two may stand on different bases'
            when equation_certain = 'a_column_holds' and columns_that_hold = 0 then 'it holds in no column of the table'
            when equation_certain = 'most_columns_hold' and columns_that_hold < columns_that_fail
                then 'it fails in most columns of the table'
        end as doubt,
        case
            when judged.evaluable and not holds and flip_all <> 0 and (
                abs(left_value - right_value - 2 * flip_all) <= tolerance
                or len(list_filter(flips, lambda v : abs(left_value - right_value - 2 * v) <= tolerance)) > 0
            ) then 'it holds with the opposite sign: the signs look flipped'
        end as hint,
        n_terms as terms,
        equation_scope as scope,
        false as repaired
    from judged
    left join explained
        on
            judged.rule_id = explained.rule_id and judged.equation_no = explained.equation_no
            and judged.document_id = explained.document_id
            and judged.table_no = explained.table_no and judged.column_no = explained.column_no
    left join unread_parts
        on
            judged.rule_id = unread_parts.rule_id and judged.equation_no = unread_parts.equation_no
            and judged.document_id = unread_parts.document_id
            and judged.table_no = unread_parts.table_no and judged.column_no = unread_parts.column_no
    where judged.evaluable or any_evaluable = 0
)

select {{ residual_columns() }}
from placed
