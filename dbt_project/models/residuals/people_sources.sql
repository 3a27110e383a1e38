-- grain: two exports of the same report and period (drift), or one count of an export and the report that tells it too (agreement)
{{ config(alias='people_sources', post_hook=leave_parquet('people_sources')) }}

with rules as (
    {{ rules_of('people_sources') }}
),

figures as (
    select
        figures.*,
        documents.title,
        documents.said_no,
        figures.report_type = 'participant_statistics' as is_export,
        {{ people_key('figures', ['source_system', 'registration_type']) }} as told_of
    from {{ ref('people_figures') }} as figures
    inner join {{ ref('core_documents') }} as documents on figures.document_id = documents.document_id
    where figures.value is not null and not figures.is_suppressed
        and (documents.is_preferred or figures.report_type = 'participant_statistics')
),

-- A count that one document tells twice and differently cannot be held against another one.
once as (
    select
        document_id,
        told_of,
        registration_type,
        unit,
        min(fact_id) as fact_id,
        min(value) as value
    from figures
    where is_export
    group by document_id, told_of, registration_type, unit
    having min(value) = max(value)
),

exports as (
    select
        figures.* exclude (fact_id, value),
        once.fact_id,
        once.value,
        count(*) over (partition by figures.document_id) as tells
    from once
    inner join figures on once.fact_id = figures.fact_id
),

pairs as (
    select
        later.document_id as later_document,
        earlier.document_id as earlier_document,
        min(later.fact_id) as fact_id,
        min(earlier.file_name) as earlier_file,
        count(*) as compared,
            count(case when later.value <> earlier.value then 1 end) as drifted,
        list(later.fact_id order by later.value = earlier.value, later.fact_id) as later_ids,
        list(earlier.fact_id order by later.value = earlier.value, later.fact_id) as earlier_ids
    from exports as later
    inner join exports as earlier
        on
            later.association_id = earlier.association_id and later.source_system = earlier.source_system
            and later.told_of = earlier.told_of and later.unit = earlier.unit
            and {{ same_or_both_null('later.registration_type', 'earlier.registration_type') }}
            and {{ same_or_both_null('later.title', 'earlier.title') }}
            and (later.said_no > earlier.said_no or (later.said_no = earlier.said_no and later.file_name > earlier.file_name))
    group by later.document_id, earlier.document_id
    having count(*) >= 0.5 * least(max(later.tells), max(earlier.tells))
),

-- What a report tells of the same people over the same days: a table before a sentence, then what is nearest.
reported as (
    select
        exports.fact_id,
        exports.value as export_value,
        exports.said as export_said,
        exports.doubt as export_doubt,
        told.fact_id as told_id,
        told.document_id as told_document,
        told.value as told_value,
        told.said as told_said,
        told.doubt as told_doubt,
        told.found_in as told_in,
        told.file_name as told_file
    from exports
    inner join figures as told
        on exports.association_id = told.association_id and exports.told_of = told.told_of and exports.unit = told.unit
    cross join rules
    where
        not told.is_export and told.report_type in ('annual_report', 'interim_report') and exports.unit = 'persons'
        and json_extract_string(rules.parameters, '$.near_share') is not null
        -- Of those registered with their identity a report tells only where it quotes the system.
        and (
            {{ same_or_both_null('exports.registration_type', 'told.registration_type') }}
            or (exports.registration_type = 'identified' and told.source_system = exports.source_system)
        )
        and (
            told.found_in <> 'text'
            or abs(told.value - exports.value)
            <= cast(json_extract_string(rules.parameters, '$.near_share') as decimal(3, 2)) * greatest(told.value, exports.value)
        )
    qualify row_number() over (
        partition by exports.fact_id, told.document_id
        order by told.found_in = 'text', abs(told.value - exports.value), told.fact_id
    ) = 1
),

compared as (
    select
        'drift' as asks,
        fact_id,
        fact_id as place_id,
        earlier_document as other_document,
        concat('the number of figures that are not as in ', earlier_file) as left_label,
        'the number allowed' as right_label,
        drifted as left_value,
        0 as right_value,
        cast(null as varchar) as doubt,
        cast(pairs.compared as integer) as terms,
        list_slice(later_ids, 1, greatest(drifted, 1)) as left_fact_ids,
        list_slice(earlier_ids, 1, greatest(drifted, 1)) as right_fact_ids
    from pairs
    union all
    select
        'agreement' as asks,
        told_id as fact_id,
        fact_id as place_id,
        told_document as other_document,
        told_said as left_label,
        concat('the same in the export (', export_said, ')') as right_label,
        told_value as left_value,
        export_value as right_value,
        case
            when told_value = export_value then null
            when told_doubt is not null or export_doubt is not null then coalesce(told_doubt, export_doubt)
            when told_in = 'text' then 'the sentence may be of a part of them'
        end as doubt,
        2 as terms,
        [told_id] as left_fact_ids,
        [fact_id] as right_fact_ids
    from reported
),

placed as (
    select
        rules.rule_id,
        rules.scope,
        {{ people_place('figures') }},
        concat(compared.place_id, '-', compared.other_document, '-', compared.asks) as place,
        compared.asks as equation,
        'count' as basis,
        compared.left_label,
        compared.right_label,
        compared.left_value,
        compared.right_value,
        rules.tolerance_fixed as tolerance,
        true as evaluable,
        cast(null as varchar) as reason,
        compared.doubt,
        cast(null as varchar) as hint,
        compared.terms,
        false as repaired,
        compared.left_fact_ids,
        compared.right_fact_ids
    from compared
    inner join rules on json_extract_string(rules.parameters, '$.asks') = compared.asks
    inner join figures on compared.fact_id = figures.fact_id
)

select {{ residual_columns() }}
from placed
