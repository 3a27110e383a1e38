-- grain: one answer or share of one survey question, in every rendition and vintage; small counts withheld
with indicators as (
    select * from {{ ref('core_indicators') }}
),

masked as (
    select * from {{ ref('core_masked_facts') }}
)

select
    indicators.document_id,
    indicators.file_name,
    indicators.page,
    indicators.x0,
    indicators.top,
    indicators.x1,
    indicators.bottom,
    indicators.sheet,
    indicators.cell,
    indicators.reading,
    case when masked.fact_id is null then indicators.reading_note end as reading_note,
    case when masked.fact_id is null then indicators.doubt end as doubt,
    cast(null as string) as evidence_url,
    indicators.period_type,
    indicators.period_start,
    indicators.period_end,
    indicators.fiscal_year,
    indicators.fact_id,
    indicators.association_id,
    indicators.initiative_id,
    indicators.survey_code,
    indicators.respondent_group,
    indicators.question_no,
    indicators.measure,
    indicators.answer_label,
    indicators.positive_from,
    indicators.scale,
    indicators.gender,
    case when not coalesce(masked.hides_value, false) then indicators.n end as n,
    case when not coalesce(masked.hides_asked, false) then indicators.asked_n end as asked_n,
    case when not coalesce(masked.hides_base, false) then indicators.answered_n end as answered_n,
    case when not coalesce(masked.hides_value, false) then indicators.share end as share,
    coalesce(masked.hides_value, false) as is_masked,
    indicators.initiative_printed,
    indicators.question_printed,
    indicators.answer_order,
    case when not coalesce(masked.hides_value, false) then indicators.amount_printed end as amount_printed,
    indicators.is_suppressed,
    indicators.table_no,
    indicators.row_no,
    indicators.column_no,
    indicators.report_id,
    indicators.is_preferred,
    indicators.report_type
from indicators
left join masked on indicators.fact_id = masked.fact_id and masked.fact_kind = 'indicators'
order by indicators.file_name, indicators.table_no, indicators.row_no, indicators.column_no, indicators.fact_id
