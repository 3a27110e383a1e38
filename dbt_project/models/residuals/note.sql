-- grain: one line of a statement that refers to a note, or shares its line item with the total of one
-- What the line may equal: a printed total of the note, the row with the same line item, the contributions in it, the total
-- less the financial items that stand on their own line, or all rows of a note that prints no total. The best one is kept.
{{ config(alias='note', post_hook=leave_parquet('note')) }}

with rules as (
    select
        *,
        cast(json_extract_string(parameters, '$.income_items[*]') as varchar[]) as income_items,
        cast(json_extract_string(parameters, '$.add_to_line[*]') as varchar[]) as add_to_line,
        cast(json_extract_string(parameters, '$.contribution_items[*]') as varchar[]) as contribution_items
    from ({{ rules_of('note') }}) as of_family
),

finances as (
    select * from {{ ref('checked_finances') }} where not is_of_which
),

notes as (
    select * from finances where statement = 'note'
),

lines as (
    select
        finances.*,
        rules.rule_id,
        rules.scope,
        rules.doubtful_share,
        rules.contribution_items,
        list_contains(rules.income_items, finances.line_item) as is_income,
        beside.amount as beside_amount,
        beside.fact_ids as beside_fact_ids
    from finances
    inner join rules
        on list_contains(rules.statements, finances.statement) and list_contains(rules.scenarios, finances.scenario)
    left join lateral (
        select
            sum(others.amount_natural_sek) as amount,
            list(others.fact_id) as fact_ids
        from finances as others
        where
            others.document_id = finances.document_id and others.table_no = finances.table_no
            and others.column_no = finances.column_no and list_contains(rules.add_to_line, others.line_item)
    ) as beside on true
    where finances.note_ref is not null or finances.line_item is not null
),

-- Rows of the note in the column of the same scenario and date.
pairs as (
    select
        lines.rule_id,
        lines.fact_id,
        lines.line_item as line_item,
        lines.is_income,
        lines.contribution_items,
        lines.beside_amount,
        lines.beside_fact_ids,
        lines.note_ref is not null as by_number,
        notes.fact_id as note_fact_id,
        notes.table_no as note_table_no,
        notes.row_no as note_row_no,
        notes.column_no as note_column_no,
        notes.line_item as note_item,
        notes.is_total,
        notes.label_printed as note_label,
        notes.page as note_page,
        notes.amount_natural_sek as note_amount,
        notes.precision_sek as note_precision,
        notes.doubt as note_doubt
    from lines
    inner join notes
        on
            lines.document_id = notes.document_id
            and lines.scenario = notes.scenario
            and lines.period_end = notes.period_end
            and (lines.period_start is null or notes.period_start is null or lines.period_start = notes.period_start)
            and (
                lines.note_ref = notes.table_note
                or (lines.note_ref is null and notes.is_total and lines.line_item = notes.line_item)
            )
),

alternatives as (
    select rule_id, fact_id, by_number, 1 as alternative_no, 'the total of the note' as basis, note_label as right_label,
        note_amount as right_value, note_precision, 1 as terms, [note_fact_id] as right_fact_ids, note_doubt,
        note_item is not distinct from line_item or (is_income and note_item in ('operating_income', 'total_income', 'contributions')) as same_item,
        note_page, note_table_no, true as is_printed
    from pairs
    where is_total
    union all
    select rule_id, fact_id, by_number, 2, 'the same item in the note', note_label,
        note_amount, note_precision, 1, [note_fact_id], note_doubt, true, note_page, note_table_no, false
    from pairs
    where not is_total and note_item = line_item
    union all
    select rule_id, fact_id, by_number, 3, 'the total of the note less financial items', note_label || ' less financial items',
        note_amount - beside_amount, note_precision, 2, list_concat([note_fact_id], beside_fact_ids), note_doubt,
        false, note_page, note_table_no, false
    from pairs
    where is_total and is_income and beside_amount <> 0
    union all
    select rule_id, fact_id, by_number, 4, 'the contributions in the note', 'bidragen i noten',
        sum(note_amount), max(note_precision), count(*), list(note_fact_id order by note_row_no), max(note_doubt), false, min(note_page), note_table_no, false
    from pairs
    where list_contains(contribution_items, note_item)
    group by rule_id, fact_id, by_number, note_table_no, note_column_no
    union all
    select rule_id, fact_id, by_number, 5, 'all rows of the note', 'raderna i noten',
        sum(note_amount), max(note_precision), count(*), list(note_fact_id order by note_row_no), max(note_doubt), false, min(note_page), note_table_no, false
    from pairs
    where not is_total and by_number
    group by rule_id, fact_id, by_number, note_table_no, note_column_no
),

toleranced as (
    select
        alternatives.* exclude (right_value),
        lines.amount_natural_sek as left_value,
        -- The sign of a row that is not known by name is not settled either: only its size is compared.
        case
            when lines.line_item is null and sign(lines.amount_natural_sek) * sign(alternatives.right_value) < 0 then -alternatives.right_value
            else alternatives.right_value
        end as right_value,
        {{ tolerance('rules', 'greatest(lines.precision_sek, alternatives.note_precision)', 'alternatives.terms', '1') }} as tolerance
    from alternatives
    inner join lines on alternatives.rule_id = lines.rule_id and alternatives.fact_id = lines.fact_id
    inner join rules on alternatives.rule_id = rules.rule_id
),

-- A reading that fits wins; else the printed total is what the line is held against.
chosen as (
    select *, abs(left_value - right_value) <= tolerance as holds
    from toleranced
    qualify row_number() over (
        partition by rule_id, fact_id
        order by
            case when abs(left_value - right_value) <= tolerance then 0 else 1 end,
            case when abs(left_value - right_value) <= tolerance then alternative_no end,
            case when is_printed then 0 else 1 end,
            case when same_item then 0 else 1 end,
            abs(left_value - right_value),
            right_fact_ids
    ) = 1
),

judged as (
    select
        lines.rule_id,
        lines.scope,
        lines.doubtful_share,
        lines.association_id,
        lines.document_id,
        lines.file_name,
        lines.page,
        lines.statement,
        lines.table_no,
        lines.row_no,
        lines.column_printed,
        lines.scenario,
        lines.period_end,
        lines.fact_id,
        lines.note_ref,
        lines.label_printed,
        lines.line_item,
        lines.doubt as line_doubt,
        chosen.* exclude (rule_id, fact_id),
        max(case when chosen.holds then 1 else 0 end)
            over (partition by lines.rule_id, lines.document_id, lines.table_no, lines.row_no) as another_holds,
        count(case when not chosen.holds then 1 end)
            over (partition by lines.rule_id, lines.document_id, lines.table_no, lines.row_no) as columns_that_fail
    from lines
    left join chosen on lines.rule_id = chosen.rule_id and lines.fact_id = chosen.fact_id
    where lines.note_ref is not null or chosen.fact_id is not null
    -- A line that refers to no note is held against the one that tells its figure in another column.
    qualify lines.note_ref is not null or chosen.holds or another_holds = 1
),

explained as (
    select distinct
        judged.rule_id,
        judged.fact_id
    from judged
    inner join finances as others
        on
            judged.document_id = others.document_id
            and judged.scenario = others.scenario
            and judged.period_end = others.period_end
            and (judged.table_no = others.table_no or judged.note_table_no = others.table_no)
    where
        not judged.holds and others.amount_natural_sek <> 0
        and abs(abs(others.amount_natural_sek) - abs(judged.left_value - judged.right_value)) <= judged.tolerance
),

placed as (
    select
        judged.* exclude (left_value, rule_id, fact_id),
        judged.rule_id,
        judged.fact_id as place,
        coalesce(line_item, 'line') as equation,
        label_printed as left_label,
        coalesce(left_value, 0) as left_value,
        coalesce(
            holds or (
                is_printed and (by_number or another_holds = 1) and (same_item or another_holds = 1) and explained.fact_id is null
                and not (another_holds = 0 and columns_that_fail > 1)
                and abs(left_value - right_value) <= abs(left_value) * doubtful_share
            ), false
        ) as evaluable,
        case
            when holds is null then 'note ' || note_ref || ' was not found with figures of that date'
            when not is_printed then 'note ' || note_ref || ' prints no total'
            when not same_item and another_holds = 0 then 'note ' || note_ref || ' may explain another line'
            when explained.fact_id is not null then 'a row of the statement or of note ' || coalesce(note_ref, 'of the same name') || ' makes up the difference'
            when not holds and by_number and another_holds = 0 and columns_that_fail > 1
                then 'it holds in no column: note ' || note_ref || ' explains a part of the line, or more than the line'
            when not holds then 'note ' || coalesce(note_ref, 'of the same name') || ' may explain a part of the line only'
        end as reason,
        case
            when not holds and coalesce(line_doubt, note_doubt) is not null
                then 'the reading is uncertain: ' || coalesce(line_doubt, note_doubt)
            when not holds and not by_number then 'the line refers to no note'
        end as doubt,
        cast(null as varchar) as hint,
        false as repaired,
        [judged.fact_id] as left_fact_ids
    from judged
    left join explained on judged.rule_id = explained.rule_id and judged.fact_id = explained.fact_id
)

select {{ residual_columns() }}
from placed
