-- grain: one exchange of persons between published cells that hides one small count; what it touches is withheld
{{ config(alias='mask_exchanges') }}

select * from {{ ref('core_mask_pass_1') }}
union all
select * from {{ ref('core_mask_pass_2') }}
union all
select * from {{ ref('core_mask_pass_3') }}
