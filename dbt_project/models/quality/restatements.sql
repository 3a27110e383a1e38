-- grain: one figure of one association and period that a later report states otherwise than an earlier one
with statements as (
    select
        *,
        case
            when statement = 'cash_flow' then 'cash_flow'
            when statement = 'balance_requirement' then 'balance_requirement'
            when period_start is null then 'stock'
            else 'flow'
        end as statement_class,
        coalesce(line_item, concat(coalesce(section, ''), ' / ', lower(label_path), ' / ', lower(label_printed))) as item,
        concat(
            coalesce(initiative_id, ''), '|', coalesce(contributor_id, ''), '|', coalesce(income_basis, ''), '|',
            coalesce(budget_version, '')
        ) as facet
    from {{ ref('core_finances') }}
    where
        is_preferred
        and coalesce(line_item, label_printed) is not null
        and (scenario = 'actual' or (scenario = 'budget' and budget_version <> 'unknown'))
),

-- Several amounts of one item in one statement are parts or members: they say no one thing that could be restated.
said_once as (
    select
        association_id,
        document_id,
        said_no,
        authority_rank,
        statement,
        statement_rank,
        statement_class,
        item,
        facet,
        is_of_which,
        scenario,
        period_start,
        period_end,
        max(line_item) as line_item,
        max(label_printed) as label_printed,
        min(fact_id) as fact_id,
        min(amount_natural_sek) as value_sek,
        max(precision_sek) as precision_sek
    from statements
    group by
        association_id,
        document_id,
        said_no,
        authority_rank,
        statement,
        statement_rank,
        statement_class,
        item,
        facet,
        is_of_which,
        scenario,
        period_start,
        period_end
    having count(distinct amount_natural_sek) = 1
),

-- One word a document: its leading statement, not every repetition.
words_of_documents as (
    select
        *,
        row_number() over (
            partition by
                document_id, statement_class, item, facet, is_of_which, scenario, period_start, period_end
            order by statement_rank, statement
        ) as statement_no
    from said_once
),

words as (
    select *
    from words_of_documents
    where statement_no = 1
),

-- What a word is held against: print just as fine before coarser or finer print, the best witness, the word before.
-- So an annual report answers to the annual report before it, not to a slip in the interim report between them.
paired as (
    select
        earlier.fact_id as earlier_fact_id,
        later.fact_id as later_fact_id,
        row_number() over (
            partition by later.fact_id
            order by
                case when earlier.precision_sek = later.precision_sek then 0 else 1 end asc,
                earlier.authority_rank asc,
                earlier.said_no desc,
                earlier.fact_id asc
        ) as pair_no
    from words as later
    inner join words as earlier
        on
            later.association_id = earlier.association_id
            and later.statement_class = earlier.statement_class
            and later.item = earlier.item
            and later.facet = earlier.facet
            and later.is_of_which = earlier.is_of_which
            and later.scenario = earlier.scenario
            and later.period_end = earlier.period_end
            and {{ same_or_both_null('later.period_start', 'earlier.period_start') }}
            and later.said_no > earlier.said_no
),

compared as (
    select
        later.association_id,
        later.line_item,
        later.label_printed,
        later.scenario,
        later.period_end,
        earlier.document_id as earlier_document_id,
        later.document_id as later_document_id,
        earlier.fact_id as earlier_fact_id,
        later.fact_id as later_fact_id,
        earlier.value_sek as earlier_sek,
        later.value_sek as later_sek,
        later.value_sek - earlier.value_sek as difference_sek,
        earlier.precision_sek as earlier_precision_sek,
        later.precision_sek as later_precision_sek
    from paired
    inner join words as later on paired.later_fact_id = later.fact_id
    inner join words as earlier on paired.earlier_fact_id = earlier.fact_id
    where
        paired.pair_no = 1
        and later.value_sek <> earlier.value_sek
)

-- Overviews truncate as often as they round, so a coarser print may differ by less than one of its units.
select
    compared.association_id,
    compared.line_item,
    coalesce(line_items.label_sv, compared.label_printed) as label,
    compared.scenario,
    compared.period_end,
    compared.earlier_document_id,
    compared.later_document_id,
    compared.earlier_fact_id,
    compared.later_fact_id,
    compared.earlier_sek,
    compared.later_sek,
    cast(compared.difference_sek as decimal(18, 2)) as difference_sek,
    case
        when
            compared.earlier_precision_sek <> compared.later_precision_sek
            and abs(compared.difference_sek)
            < greatest(compared.earlier_precision_sek, compared.later_precision_sek)
            then 'precision'
        when
            compared.earlier_precision_sek = compared.later_precision_sek
            and abs(compared.difference_sek) <= {{ var('rounding_half_units') }} * compared.later_precision_sek / 2
            then 'rounding'
        else 'unknown'
    end as kind
from compared
left join {{ ref('core_line_items') }} as line_items on compared.line_item = line_items.line_item
order by
    compared.association_id, compared.period_end, label, compared.scenario, compared.later_document_id,
    compared.later_fact_id
