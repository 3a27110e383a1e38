-- grain: one figure of participants that rules may reckon with, and the table or sentence it stands in
{{ config(alias='people_figures') }}

-- Targets and places are no counts of people. A number seen within a table and not made a fact may be a part of its sums.
with told as (
    select
        *,
        coalesce(initiative_id, lower(initiative_printed)) as who,
        case
            when education is not null then 'education'
            when age_band is not null then 'age_band'
            when support_type is not null then 'support_type'
            when exit_reason is not null then 'exit_reason'
            when occupation is not null then 'occupation'
            when initiative_id is not null then 'initiative'
        end as facet,
        coalesce(education, age_band, support_type, exit_reason, occupation, initiative_id) as category,
        max(top) over (partition by document_id, page, table_no) as table_bottom,
        min(top) over (partition by document_id, page, table_no) as table_top
    from {{ ref('core_participants') }}
    where coalesce(scenario, 'actual') = 'actual' and measure <> 'places'
),

parts as (
    select
        document_id,
        table_no,
        min(page) as first_page,
        max(page) as last_page,
        min(facet) as facet,
        count(distinct facet) as facets,
        bool_or(facet is null) as has_whole,
        string_agg(distinct concat_ws(':', column_no, column_printed, unit), '|' order by concat_ws(':', column_no, column_printed, unit))
            as heads,
        list(distinct category) as categories
    from told
    where found_in = 'table'
    group by document_id, table_no
),

-- A table that has no total yet and goes on at the next page or in the next text column, under the same heads and with other
-- categories, is one table; another one may stand between its parts.
begun as (
    select
        *,
        coalesce(
            table_no - lag(table_no) over of_heads <= 3
            and first_page - lag(last_page) over of_heads between 0 and 1
            and lag(facets) over of_heads = 1 and facets = 1
            and not lag(has_whole) over of_heads
            and not list_has_any(lag(categories) over of_heads, categories),
            false
        ) as goes_on
    from parts
    window of_heads as (partition by document_id, heads, facet order by table_no)
),

first_parts as (
    select
        document_id,
        table_no,
        max(case when not goes_on then table_no end) over (
            partition by document_id, heads, facet order by table_no rows between unbounded preceding and current row
        ) as first_no
    from begun
),

figures as (
    select
        told.* exclude (row_no),
        case when told.found_in = 'text' then concat('text|', told.context)
        else concat(told.found_in, '|', told.sheet, '|', coalesce(first_parts.first_no, told.table_no)) end as stands_in,
        told.row_no + 1000 * coalesce(told.table_no - first_parts.first_no, 0) as row_no
    from told
    left join first_parts
        on told.found_in = 'table' and told.document_id = first_parts.document_id and told.table_no = first_parts.table_no
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
