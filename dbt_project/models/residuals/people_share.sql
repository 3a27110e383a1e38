-- grain: one printed share of participants in a table
-- A share is its count divided by a base that is rarely named. Which cells are meant is found as for deviations: over a whole line
-- (a column, or a row of a table that lies down) every line of counts beside it is tried against every base it can have, and the
-- pair that most shares of the line follow is the line's. A share that does not follow it stands out.
{{ config(alias='people_share', post_hook=leave_parquet('people_share')) }}

with rules as (
    {{ rules_of('people_share') }}
),

figures as (
    select
        figures.*,
        {{ people_key('figures') }} as full_key,
        {{ people_key('figures', people_categories()) }} as bare_key,
        {{ is_one_of_categories('figures') }} as is_category
    from {{ ref('people_figures') }} as figures
    where figures.value is not null and not figures.is_suppressed
),

-- The same cells twice: by columns, and by rows.
cells as (
    select
        *,
        'column' as direction,
        column_no as line,
        row_no as place_on_line
    from figures
    where found_in <> 'text'
    union all
    select
        *,
        'row' as direction,
        row_no as line,
        column_no as place_on_line
    from figures
    where found_in <> 'text'
),

shares as (
    select * from cells
    where unit = 'percent' and is_category
),

counts as (
    select * from cells
    where unit = 'persons'
),

pairs as (
    select
        shares.fact_id,
        shares.document_id,
        shares.stands_in,
        shares.direction,
        shares.line,
        shares.place_on_line,
        shares.page,
        shares.top,
        shares.x0,
        shares.value as share,
        shares.base_n,
        counts.fact_id as count_id,
        counts.line as count_line,
        counts.value as counted,
        counts.bare_key,
        counts.full_key = shares.full_key as is_alike,
        coalesce(shares.doubt, counts.doubt) as reading_doubt
    from shares
    inner join counts
        on
            shares.document_id = counts.document_id and shares.stands_in = counts.stands_in and shares.direction = counts.direction
            and shares.place_on_line = counts.place_on_line and shares.line <> counts.line
            and {{ is_level('shares', 'counts') }}
),

-- Before and after are of the same people: the base that another line of shares has in common with the counts left of it.
neighbours as (
    select
        document_id,
        stands_in,
        direction,
        line,
        100 * cast(sum(counted) as double) / cast(sum(share) as double) as base,
        flatten(list([fact_id, count_id] order by fact_id, count_id)) as rests_on
    from (
        select *
        from pairs
        where count_line < line
        qualify count_line = max(count_line) over (partition by fact_id, direction)
    ) as left_of
    group by document_id, stands_in, direction, line
    having sum(share) >= 50 and count(*) > 1
),

implied as (
    select
        mine.fact_id,
        mine.direction,
        mine.count_line,
        median(100 * cast(theirs.counted as double) / cast(theirs.share as double)) as base,
        flatten(list([theirs.fact_id, theirs.count_id] order by theirs.fact_id, theirs.count_id)) as rests_on
    from pairs as mine
    inner join pairs as theirs
        on
            mine.document_id = theirs.document_id and mine.stands_in = theirs.stands_in and mine.direction = theirs.direction
            and mine.line = theirs.line and mine.count_line = theirs.count_line and mine.fact_id <> theirs.fact_id
    where theirs.share > 0 and theirs.counted >= 3
    group by mine.fact_id, mine.direction, mine.count_line
    having count(*) >= 3
),

bases as (
    select
        fact_id,
        direction,
        count_line,
        1 as kind_no,
        'printed with it' as base_kind,
        cast(base_n as double) as base,
        cast(null as varchar) as base_id,
        cast([] as varchar[]) as rests_on
    from pairs
    where base_n > 0
    union all
    select
        pairs.fact_id,
        pairs.direction,
        pairs.count_line,
        2 as kind_no,
        concat('beside it, line ', cast(beside.line as varchar)) as base_kind,
        cast(beside.value as double) as base,
        beside.fact_id as base_id,
        cast([] as varchar[]) as rests_on
    from pairs
    inner join counts as beside
        on
            pairs.document_id = beside.document_id and pairs.stands_in = beside.stands_in and pairs.direction = beside.direction
            and pairs.place_on_line = beside.place_on_line and pairs.count_line <> beside.line
            and {{ is_level('pairs', 'beside') }}
    union all
    select
        pairs.fact_id,
        pairs.direction,
        pairs.count_line,
        3 as kind_no,
        concat('the total at ', cast(totals.place_on_line as varchar)) as base_kind,
        cast(totals.value as double) as base,
        totals.fact_id as base_id,
        cast([] as varchar[]) as rests_on
    from pairs
    inner join counts as totals
        on
            pairs.document_id = totals.document_id and pairs.stands_in = totals.stands_in and pairs.direction = totals.direction
            and pairs.count_line = totals.line and pairs.place_on_line <> totals.place_on_line and totals.is_total
    union all
    select
        pairs.fact_id,
        pairs.direction,
        pairs.count_line,
        4 as kind_no,
        concat('all of them in the document, ', cast(wholes.value as varchar)) as base_kind,
        cast(wholes.value as double) as base,
        min(wholes.fact_id) as base_id,
        cast([] as varchar[]) as rests_on
    from pairs
    inner join figures as wholes
        on pairs.document_id = wholes.document_id and pairs.bare_key = wholes.bare_key
    where wholes.unit = 'persons' and not wholes.is_category
    group by pairs.fact_id, pairs.direction, pairs.count_line, wholes.value
    union all
    select
        fact_id,
        direction,
        count_line,
        5 as kind_no,
        'what the other shares have in common' as base_kind,
        base,
        cast(null as varchar) as base_id,
        rests_on
    from implied
    union all
    -- A table without a total: those who stand in it are all there are.
    select
        pairs.fact_id,
        pairs.direction,
        pairs.count_line,
        5 as kind_no,
        'all counts of the line together' as base_kind,
        cast(sum(others.counted) as double) as base,
        cast(null as varchar) as base_id,
        flatten(list([others.fact_id, others.count_id] order by others.fact_id, others.count_id)) as rests_on
    from pairs
    inner join pairs as others
        on
            pairs.document_id = others.document_id and pairs.stands_in = others.stands_in and pairs.direction = others.direction
            and pairs.line = others.line and pairs.count_line = others.count_line
    group by pairs.fact_id, pairs.direction, pairs.count_line
    having count(*) > 3
    union all
    select
        pairs.fact_id,
        pairs.direction,
        pairs.count_line,
        5 as kind_no,
        concat('what line ', cast(neighbours.line as varchar), ' has in common') as base_kind,
        neighbours.base,
        cast(null as varchar) as base_id,
        neighbours.rests_on
    from pairs
    inner join neighbours
        on
            pairs.document_id = neighbours.document_id and pairs.stands_in = neighbours.stands_in
            and pairs.direction = neighbours.direction and pairs.line <> neighbours.line
),

tried as (
    select
        pairs.*,
        rules.rule_id,
        cast(json_extract_string(rules.parameters, '$.follow_at_least') as decimal(3, 2)) as follow_at_least,
        -- A base reckoned from other rounded shares is itself a rounded one.
        case when bases.kind_no = 5 then 2 else 1 end * rules.tolerance_fixed as tolerance,
        bases.base_kind,
        bases.kind_no,
        bases.base,
        bases.base_id,
        bases.rests_on,
        round(100 * cast(pairs.counted as double) / bases.base, 3) as computed
    from pairs
    cross join rules
    inner join bases
        on pairs.fact_id = bases.fact_id and pairs.direction = bases.direction and pairs.count_line = bases.count_line and bases.base > 0
),

-- A share of nothing holds for any base: it says nothing about the line.
standing as (
    select
        rule_id,
        document_id,
        stands_in,
        direction,
        line,
        count_line,
        base_kind,
        count(case when abs(share - computed) <= tolerance and share > 0 then 1 end) as hold,
        count(case when abs(share - computed) > tolerance then 1 end) as fall,
        count(case when is_alike then 1 end) as alike
    from tried
    group by rule_id, document_id, stands_in, direction, line, count_line, base_kind
),

chosen as (
    select
        tried.*,
        standing.hold,
        standing.fall,
        standing.alike > 0 as is_named_alike,
        standing.hold >= 2
        and standing.hold >= (standing.hold + standing.fall) * tried.follow_at_least
        and standing.fall <= greatest(1, standing.hold / 5) as is_followed
    from tried
    inner join standing
        on
            tried.rule_id = standing.rule_id and tried.document_id = standing.document_id and tried.stands_in = standing.stands_in
            and tried.direction = standing.direction and tried.line = standing.line and tried.count_line = standing.count_line
            and tried.base_kind = standing.base_kind
    qualify row_number() over (
        partition by tried.rule_id, tried.fact_id
        order by
            standing.hold - standing.fall desc, standing.hold desc, tried.kind_no asc, standing.alike desc,
            abs(tried.line - tried.count_line) asc, tried.direction asc, tried.base_kind asc
    ) = 1
),

judged as (
    select
        *,
        abs(share - computed) <= tolerance as holds,
        -- A lone share of a total that stands in its table is judged too; where several fall, the base is another.
        abs(share - computed) <= tolerance
        or is_followed
        or (is_named_alike and is_alike and kind_no in (1, 3) and fall <= 2) as evaluable
    from chosen
),

placed as (
    select
        judged.rule_id,
        rules.scope,
        {{ people_place('figures') }},
        judged.fact_id as place,
        'share' as equation,
        'percent' as basis,
        figures.said as left_label,
        concat(cast(cast(judged.counted as integer) as varchar), ' of ', cast(cast(round(judged.base) as integer) as varchar)) as right_label,
        judged.share as left_value,
        judged.computed as right_value,
        judged.tolerance,
        judged.evaluable,
        case when not judged.evaluable then 'it is not told what it is a share of' end as reason,
        case
            when judged.holds or not judged.evaluable then null
            when judged.reading_doubt is not null then judged.reading_doubt
            when not judged.is_followed then 'too few other shares of the line follow the same base'
        end as doubt,
        cast(null as varchar) as hint,
        2 as terms,
        false as repaired,
        [judged.fact_id] as left_fact_ids,
        list_filter([judged.count_id, judged.base_id], lambda f : f is not null) as right_fact_ids,
        judged.rests_on
    from judged
    inner join figures on judged.fact_id = figures.fact_id
    inner join rules on judged.rule_id = rules.rule_id
)

select {{ residual_columns(rests_on='rests_on') }}
from placed
