-- grain: one figure of participants that rules may reckon with, and the table or sentence it stands in
{{ config(alias='people_figures') }}

-- Targets and places are no counts of people. A number seen within a table and not made a fact may be a part of its sums.
with figures as (
    select
        *,
        coalesce(initiative_id, lower(initiative_printed)) as who,
        case when found_in = 'text' then concat('text|', context) else concat(found_in, '|', sheet, '|', table_no) end as stands_in,
        max(top) over (partition by document_id, page, table_no) as table_bottom,
        min(top) over (partition by document_id, page, table_no) as table_top
    from {{ ref('core_participants') }}
    where coalesce(scenario, 'actual') = 'actual' and measure <> 'places'
),

unread as (
    select distinct figures.fact_id
    from figures
    inner join {{ ref('core_unread') }} as unread
        on
            figures.document_id = unread.document_id and figures.page = unread.page
            and unread.top between figures.table_top - 2 and figures.table_bottom + 2
    where figures.found_in <> 'text' and regexp_matches(unread.text, '[0-9]')
)

select
    figures.fact_id,
    figures.association_id,
    figures.document_id,
    figures.file_name,
    figures.report_type,
    figures.page,
    figures.top,
    figures.x0,
    figures.found_in,
    figures.stands_in,
    figures.table_no,
    figures.row_no,
    figures.column_no,
    figures.label_printed,
    figures.column_printed,
    figures.period_start,
    figures.period_end,
    figures.source_system,
    figures.area_scope,
    figures.measure,
    figures.count_kind,
    figures.who,
    figures.municipality,
    nullif(figures.gender, 'all') as gender,
    figures.age_band,
    figures.education,
    figures.support_type,
    figures.occupation,
    figures.before_after,
    figures.exit_reason,
    figures.registration_type,
    figures.is_total,
    figures.is_of_which,
    figures.qualifier,
    figures.amount_printed,
    figures.value,
    figures.unit,
    figures.base_n,
    figures.is_suppressed,
    -- What is withheld as "<5" is still between nothing and four.
    case when figures.is_suppressed then 0 else figures.value end as least,
    case
        when figures.is_suppressed
            then
                coalesce(
                    try_cast(regexp_extract(figures.amount_printed, '^\s*(?:<|färre än|under|mindre än)\s*(\d+)', 1) as integer) - 1,
                    try_cast(regexp_extract(figures.amount_printed, '\d+\s*[-–]\s*(\d+)', 1) as integer)
                )
        else figures.value
    end as most,
    figures.context,
    case
        when figures.doubt is not null then concat('the reading is uncertain: ', figures.doubt)
        when figures.reading = 'ocr' then 'the reading is uncertain: it was read by OCR'
        when unread.fact_id is not null then 'a number on the page that was not read stands in the table'
    end as doubt,
    case
        when figures.found_in = 'text' then concat('"', figures.label_printed, '"')
        else concat_ws(', ', figures.label_printed, figures.column_printed)
    end as said
from figures
left join unread on figures.fact_id = unread.fact_id
