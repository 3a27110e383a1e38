-- grain: one printed figure that the document prints in other statements too
-- The figure that most other statements confirm is held to be the document's; each of the others is compared with it, so that
-- one wrong statement is one finding, at the statement that stands alone.
{{ config(alias='consensus', post_hook=leave_parquet('consensus')) }}

with rules as (
    {{ rules_of('consensus') }}
),

printed as (
    select
        rules.rule_id,
        rules.scope,
        rules.certain,
        finances.*,
        list_position(rules.statements, finances.statement) as statement_no
    from {{ ref('checked_finances') }} as finances
    inner join rules
        on
            list_contains(cast(json_extract_string(rules.parameters, '$.items[*]') as varchar[]), finances.line_item)
            and list_contains(rules.statements, finances.statement)
            and list_contains(rules.scenarios, finances.scenario)
    where
        not finances.is_of_which
        and (finances.period_start is null or (month(finances.period_start) = 1 and day(finances.period_start) = 1))
),

votes as (
    select
        mine.rule_id,
        mine.fact_id,
        count(distinct case
            when
                theirs.statement <> mine.statement
                and abs(theirs.amount_natural_sek - mine.amount_natural_sek)
                <= greatest(theirs.precision_sek, mine.precision_sek, 2)
                then theirs.statement
        end) as votes,
        count(distinct case when theirs.statement <> mine.statement then theirs.statement end) as others
    from printed as mine
    inner join printed as theirs
        on
            mine.rule_id = theirs.rule_id and mine.document_id = theirs.document_id and mine.line_item = theirs.line_item
            and mine.scenario = theirs.scenario and mine.period_end = theirs.period_end
    group by mine.rule_id, mine.fact_id
),

voted as (
    select
        printed.*,
        votes.votes,
        row_number() over (
            partition by printed.rule_id, printed.document_id, printed.line_item, printed.scenario, printed.period_end
            order by votes.votes desc, printed.precision_sek, printed.statement_no, printed.table_no, printed.row_no, printed.fact_id
        ) as standing
    from printed
    inner join votes on printed.rule_id = votes.rule_id and printed.fact_id = votes.fact_id
    where votes.others > 0
),

sides as (
    select
        mine.*,
        theirs.fact_id as their_fact_id,
        theirs.statement as their_statement,
        theirs.label_printed as their_label,
        theirs.page as their_page,
        theirs.amount_natural_sek as right_value,
        theirs.votes as their_votes,
        theirs.doubt as their_doubt,
        {{ tolerance('rules', 'greatest(mine.precision_sek, theirs.precision_sek)', '2', '1') }} as tolerance
    from voted as mine
    inner join voted as theirs
        on
            mine.rule_id = theirs.rule_id and mine.document_id = theirs.document_id and mine.line_item = theirs.line_item
            and mine.scenario = theirs.scenario and mine.period_end = theirs.period_end
            and theirs.standing = 1
    inner join rules on mine.rule_id = rules.rule_id
    where mine.standing > 1 and mine.statement <> theirs.statement
),

-- The figure of another date stands in this column: the column is misdated, or misread.
other_dates as (
    select distinct
        mine.rule_id,
        mine.fact_id
    from sides as mine
    inner join voted as theirs
        on
            mine.rule_id = theirs.rule_id and mine.document_id = theirs.document_id and mine.line_item = theirs.line_item
            and mine.statement <> theirs.statement
            and mine.period_end <> theirs.period_end and mine.amount_natural_sek <> 0
            and abs(mine.amount_natural_sek - theirs.amount_natural_sek) <= mine.tolerance
),

explained as (
    select
        sides.rule_id,
        sides.fact_id,
        min(others.label_printed) as by_row
    from sides
    inner join {{ ref('checked_finances') }} as others
        on
            sides.document_id = others.document_id and sides.scenario = others.scenario and sides.period_end = others.period_end
            and others.statement in (sides.statement, sides.their_statement)
            and others.amount_natural_sek <> 0
            and others.fact_id not in (sides.fact_id, sides.their_fact_id)
    where
        abs(sides.amount_natural_sek - sides.right_value) > sides.tolerance
        and abs(abs(others.amount_natural_sek) - abs(sides.amount_natural_sek - sides.right_value)) <= sides.tolerance
    group by sides.rule_id, sides.fact_id
),

placed as (
    select
        sides.rule_id,
        scope,
        association_id,
        document_id,
        file_name,
        page,
        statement,
        table_no,
        column_printed,
        period_end,
        sides.fact_id as place,
        line_item as equation,
        their_statement as basis,
        label_printed as left_label,
        their_label || ' (' || replace(their_statement, '_', ' ') || ', page ' || cast(their_page as varchar) || ')' as right_label,
        amount_natural_sek as left_value,
        right_value,
        tolerance,
        true as evaluable,
        cast(null as varchar) as reason,
        case
            when abs(amount_natural_sek - right_value) <= tolerance then null
            when doubt is not null or their_doubt is not null then 'the reading is uncertain: ' || coalesce(doubt, their_doubt)
            when {{ differ_by_unit('amount_natural_sek', 'right_value') }} then 'the two differ by their unit only'
            when explained.by_row is not null then 'the row "' || explained.by_row || '" makes up the difference'
            when other_dates.fact_id is not null then 'it is the figure of another date in the other statements'
            when certain = 'majority' and their_votes = 0 then 'only two statements print it, and either may be wrong'
        end as doubt,
        case when abs(amount_natural_sek + right_value) <= tolerance then 'the signs are opposite' end as hint,
        2 as terms,
        false as repaired,
        [sides.fact_id] as left_fact_ids,
        [their_fact_id] as right_fact_ids
    from sides
    left join explained on sides.rule_id = explained.rule_id and sides.fact_id = explained.fact_id
    left join other_dates on sides.rule_id = other_dates.rule_id and sides.fact_id = other_dates.fact_id
)

select {{ residual_columns() }}
from placed
