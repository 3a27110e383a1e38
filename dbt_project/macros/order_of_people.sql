{#- How much a kind of document is worth as a witness of people and surveys: the annual report is what the board answers
    for, an export is the system itself, the rest speaks of parts of a year. 1 is best. -#}
{% macro people_authority_rank(report_type, is_draft) -%}
    case when {{ is_draft }} then 10 else 0 end
    + case {{ report_type }}
        when 'annual_report' then 1
        when 'participant_statistics' then 2
        when 'indicator_report' then 2
        when 'interim_report' then 3
        else 4
    end
{%- endmacro %}

{#- The window a figure is about, told by its dates: windows are never compared or added with one another. -#}
{% macro window_kind(period_start, period_end) -%}
    case
        when {{ period_start }} is null then 'instant'
        when extract(month from {{ period_start }}) = 1 and extract(month from {{ period_end }}) = 12
            and extract(year from {{ period_start }}) = extract(year from {{ period_end }}) then 'calendar_year'
        when extract(month from {{ period_start }}) = 11 and extract(month from {{ period_end }}) = 10
            and extract(year from {{ period_start }}) = extract(year from {{ period_end }}) - 1 then 'november_october'
        when extract(month from {{ period_start }}) = 12 and extract(month from {{ period_end }}) = 11
            and extract(year from {{ period_start }}) = extract(year from {{ period_end }}) - 1 then 'december_november'
        when extract(month from {{ period_start }}) = 1
            and extract(year from {{ period_start }}) = extract(year from {{ period_end }}) then 'part_of_year'
        else 'other'
    end
{%- endmacro %}
