{#- The section a printed grand total is the sum of; null for any other item. -#}
{% macro section_of_total(line_item) -%}
    case
        when {{ line_item }} in ('operating_income', 'total_income', 'contributions') then 'income'
        when {{ line_item }} = 'total_costs' then 'costs'
        when {{ line_item }} = 'total_assets' then 'assets'
        when {{ line_item }} = 'equity_closing' then 'equity'
    end
{%- endmacro %}

{#- How much of its section a grand total takes in: 1 is the total one means, contributions alone are less. -#}
{% macro total_rank(line_item) -%}
    case {{ line_item }} when 'total_income' then 2 when 'contributions' then 3 else 1 end
{%- endmacro %}
