-- grain: one count or share of participants at one place, in every rendition and vintage; small counts withheld
-- A count told inside a goal belongs to the goal, which tells it as its outcome; here it would count the same people again.
with participants as (
    select * from {{ ref('core_participants') }}
    where goal_fact_id is null
),

masked as (
    select * from {{ ref('core_masked_facts') }}
)

select
    participants.document_id,
    participants.file_name,
    participants.page,
    participants.x0,
    participants.top,
    participants.x1,
    participants.bottom,
    participants.sheet,
    participants.cell,
    participants.reading,
    case when masked.fact_id is null then participants.reading_note end as reading_note,
    case when masked.fact_id is null then participants.doubt end as doubt,
    cast(null as string) as evidence_url,
    participants.period_type,
    participants.period_start,
    participants.period_end,
    participants.fiscal_year,
    participants.fact_id,
    participants.association_id,
    participants.source_system,
    participants.found_in,
    participants.initiative_id,
    participants.initiative_printed,
    participants.label_printed,
    participants.column_printed,
    participants.measure,
    participants.count_kind,
    participants.gender,
    participants.age_band,
    participants.education,
    participants.support_type,
    participants.occupation,
    participants.before_after,
    participants.exit_reason,
    participants.registration_type,
    participants.area_scope,
    participants.municipality,
    case when not coalesce(masked.hides_value, false) then participants.value end as value,
    participants.unit,
    case when not coalesce(masked.hides_base, false) then participants.base_n end as base_n,
    coalesce(masked.hides_value, false) or participants.is_suppressed as is_masked,
    participants.scenario,
    case when not coalesce(masked.hides_value, false) then participants.amount_printed end as amount_printed,
    participants.qualifier,
    case when masked.fact_id is null then participants.context end as context,
    participants.is_total,
    participants.is_of_which,
    participants.is_suppressed,
    participants.table_no,
    participants.row_no,
    participants.column_no,
    {{ window_kind('participants.period_start', 'participants.period_end') }} as window_kind,
    participants.report_id,
    participants.is_preferred,
    participants.report_type
from participants
left join masked on participants.fact_id = masked.fact_id and masked.fact_kind = 'participants'
order by participants.file_name, participants.table_no, participants.row_no, participants.column_no, participants.fact_id
