-- grain: one question asked of one document as a whole
-- Is a deficit accounted for, was the report dated in time, is it about the year of its title, is it final, can its figures be traced,
-- is the report before it at hand, does it hold about as much as its siblings?
{{ config(alias='document', post_hook=leave_parquet('document')) }}

with rules as (
    select
        *,
        json_extract_string(parameters, '$.kind') as kind
    from ({{ rules_of('document') }}) as of_family
),

documents as (
    select * from {{ ref('core_documents') }} where is_preferred
),

finances as (
    select * from {{ ref('core_finances') }} where is_preferred
),

asked as (
    select
        rules.rule_id,
        rules.scope,
        rules.kind,
        rules.tolerance_fixed as tolerance,
        rules.parameters,
        documents.*
    from documents
    inner join rules on rules.report_types is null or list_contains(rules.report_types, documents.report_type)
),

results as (
    select
        document_id,
        period_end,
        arg_min(fact_id, (coalesce(statement_rank, 99), fact_id)) as fact_id,
        arg_min(amount_natural_sek, (coalesce(statement_rank, 99), fact_id)) as result,
        arg_min(label_printed, (coalesce(statement_rank, 99), fact_id)) as label
    from finances
    where
        line_item = 'result' and scenario = 'actual' and not is_of_which and statement <> 'balance_requirement'
        and month(period_end) = 12 and day(period_end) = 31
    group by document_id, period_end
),

restoring as (
    select
        asked.*,
        results.label as left_label,
        case
            when theirs.document_id is not null then 'the balance requirement statement'
            when asked.deficit_page is not null then concat('what the text on page ', cast(asked.deficit_page as varchar), ' accounts for')
            else 'what a statement or a sentence of the report accounts for'
        end as right_label,
        cast(null as varchar) as basis,
        results.result as left_value,
        case when theirs.document_id is null and asked.deficit_page is null then 0 else results.result end as right_value,
        true as evaluable,
        cast(null as varchar) as reason,
        cast(null as varchar) as doubt,
        [results.fact_id] as left_fact_ids
    from asked
    inner join results on asked.document_id = results.document_id and asked.period_end = results.period_end
    left join (select distinct document_id from finances where statement = 'balance_requirement') as theirs
        on asked.document_id = theirs.document_id
    where asked.kind = 'restoring' and results.result < 0
),

dated as (
    select
        *,
        'The day after the end of the year on which it is dated' as left_label,
        'the last day allowed' as right_label,
        'days' as basis,
        date_diff('day', period_end, adopted_on) as left_value,
        least(date_diff('day', period_end, adopted_on), date_diff('day', period_end, make_date(fiscal_year + 1, 3, 31))) as right_value,
        adopted_on is not null as evaluable,
        case when adopted_on is null then 'no date of adoption was found' end as reason,
        cast(null as varchar) as doubt,
        cast([] as varchar[]) as left_fact_ids
    from asked
    where kind = 'dated'
),

titled as (
    select
        *,
        'The year' as left_label,
        'the year of the title' as right_label,
        'year' as basis,
        fiscal_year as left_value,
        cast(coalesce(
            case when contains(title, cast(fiscal_year as varchar)) then cast(fiscal_year as varchar) end,
            nullif(regexp_extract(title, '\b(20[0-9]{2})\b', 1), '')
        ) as integer) as right_value,
        regexp_matches(coalesce(title, ''), '\b20[0-9]{2}\b') as evaluable,
        case when not regexp_matches(coalesce(title, ''), '\b20[0-9]{2}\b') then 'the title names no year' end as reason,
        cast(null as varchar) as doubt,
        cast([] as varchar[]) as left_fact_ids
    from asked
    where kind = 'title_year'
),

drafted as (
    select
        *,
        'Marks of a draft' as left_label,
        'those of a final report' as right_label,
        'count' as basis,
        case when is_draft then 1 else 0 end as left_value,
        0 as right_value,
        true as evaluable,
        cast(null as varchar) as reason,
        cast(null as varchar) as doubt,
        cast([] as varchar[]) as left_fact_ids
    from asked
    where kind = 'draft'
),

untraced as (
    select
        document_id,
        count(*) as figures,
        list(fact_id order by fact_id) filter (where (page is null or x0 is null) and sheet is null and cell is null) as fact_ids
    from finances
    group by document_id
),

traced as (
    select
        asked.*,
        'Figures without a place' as left_label,
        'the number allowed' as right_label,
        'count' as basis,
        coalesce(len(untraced.fact_ids), 0) as left_value,
        0 as right_value,
        untraced.figures is not null as evaluable,
        case when untraced.figures is null then 'the document holds no amounts' end as reason,
        cast(null as varchar) as doubt,
        coalesce(untraced.fact_ids, [])[:20] as left_fact_ids
    from asked
    left join untraced on asked.document_id = untraced.document_id
    where asked.kind = 'provenance'
),

-- The years between two reports of one kind: the later report tells that one is missing before it.
expected as (
    select
        *,
        'The years since the last report of this kind' as left_label,
        'one year' as right_label,
        'count' as basis,
        greatest(fiscal_year - lag(fiscal_year) over by_kind, 1) as left_value,
        1 as right_value,
        lag(fiscal_year) over by_kind is not null as evaluable,
        case when lag(fiscal_year) over by_kind is null then 'it is the first of its kind at hand' end as reason,
        cast(null as varchar) as doubt,
        cast([] as varchar[]) as left_fact_ids
    from asked
    where kind = 'gap'
    window by_kind as (partition by rule_id, association_id, report_type order by fiscal_year, period_end, document_id)
),

counted as (
    select
        asked.*,
        count(finances.fact_id) as n_facts
    from asked
    left join finances on asked.document_id = finances.document_id
    where asked.kind = 'few_facts' and not asked.is_draft
    group by all
),

siblings as (
    select
        mine.rule_id,
        mine.document_id,
        count(theirs.document_id) as n_siblings,
        median(theirs.n_facts) as usual
    from counted as mine
    left join counted as theirs
        on
            mine.rule_id = theirs.rule_id and mine.association_id = theirs.association_id
            and mine.report_type = theirs.report_type and mine.document_id <> theirs.document_id
    group by mine.rule_id, mine.document_id
),

few as (
    select
        counted.* exclude (n_facts),
        'What its siblings would let expect at the least, in figures' as left_label,
        'what was read' as right_label,
        'count' as basis,
        ceil(siblings.usual * cast(json_extract_string(counted.parameters, '$.least_share') as decimal(18, 3))) as left_value,
        least(
            counted.n_facts, ceil(siblings.usual * cast(json_extract_string(counted.parameters, '$.least_share') as decimal(18, 3)))
        ) as right_value,
        siblings.n_siblings > 0 as evaluable,
        case when siblings.n_siblings = 0 then 'the association has no other report of this kind' end as reason,
        cast(null as varchar) as doubt,
        cast([] as varchar[]) as left_fact_ids
    from counted
    inner join siblings on counted.rule_id = siblings.rule_id and counted.document_id = siblings.document_id
),

-- A correction waits while its document is away; the document that now goes by its name stands in its place.
corrected as (
    select
        asked.*,
        corrections.correction_id,
        'The number of places where ' || corrections.printed || ' is printed (' || corrections.place || ')' as left_label,
        'the number that a correction expects' as right_label,
        'count' as basis,
        case
            when replace(finances.amount_printed, chr(160), ' ') = replace(corrections.printed, chr(160), ' ') then 1 else 0
        end as left_value,
        1 as right_value,
        true as evaluable,
        cast(null as varchar) as reason,
        cast(null as varchar) as doubt,
        list_filter([finances.fact_id], lambda f : f is not null) as left_fact_ids
    from asked
    inner join {{ ref('stg_corrections') }} as corrections
        on asked.document_id = corrections.document_id or asked.file_name = corrections.file_name
    left join {{ ref('core_finances') }} as finances on corrections.fact_id = finances.fact_id
    where asked.kind = 'correction'
    qualify row_number() over (
        partition by asked.rule_id, corrections.correction_id
        order by case when asked.document_id = corrections.document_id then 0 else 1 end, asked.document_id
    ) = 1
),

placed as (
    select
        rule_id, scope, association_id, document_id, file_name, period_end, tolerance, basis,
        coalesce(correction_id, document_id) as place,
        coalesce(correction_id, kind) as equation,
        cast(null as integer) as page,
        'document' as statement,
        cast(null as integer) as table_no,
        cast(null as varchar) as column_printed,
        left_label, right_label, left_value, right_value, evaluable, reason,
        case when evaluable and left_value <> right_value then doubt end as doubt,
        case when correction_id is not null and left_value <> right_value then 'the figure is no longer there, and the correction does not apply' end as hint,
        1 as terms,
        false as repaired,
        left_fact_ids,
        cast([] as varchar[]) as right_fact_ids
    from (
        select * from restoring
        union all by name
        select * from dated
        union all by name
        select * from titled
        union all by name
        select * from drafted
        union all by name
        select * from traced
        union all by name
        select * from expected
        union all by name
        select * from few
        union all by name
        select * from corrected
    ) as found
)

select {{ residual_columns() }}
from placed
