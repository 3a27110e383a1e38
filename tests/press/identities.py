"""Accounting identities recomputed from truth rows alone, so that the press is checked by something it did not make."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

Amounts = dict[str, Decimal]
PARTS = ("contributions", "other_income", "costs", "receivables", "liabilities")
STEP = {"SEK": Decimal(1), "TSEK": Decimal(1), "MSEK": Decimal("0.01")}


def columns(rows: list[dict[str, str]]) -> dict[tuple[str, str, str], tuple[Amounts, str]]:
    """(document, table, column) → ({figure: amount of natural sign}, unit); costs count positive."""
    found: dict[tuple[str, str, str], tuple[Amounts, str]] = {}
    for row in rows:
        if row["kind"] != "finance" or row["unit"] not in STEP or "of_which" in row["dimension"]:
            continue
        figure, value = row["dimension"].removeprefix("account="), Decimal(row["value"])
        is_cost = figure.startswith(("costs", "fin_costs", "net_cost"))
        amounts, _ = found.setdefault((row["doc_id"], row["table_id"], row["column_label"]), ({}, row["unit"]))
        amounts[figure] = abs(value) if is_cost and row["measure"] == "amount" else value
    return found


def part_sum(amounts: Amounts, part: str, groups: dict[str, list[str]]) -> Decimal | None:
    """The sum of a part's items, a group standing for those of its items that are not printed themselves."""
    items = {k.partition(".")[2]: v for k, v in amounts.items() if k.startswith(f"{part}.")}
    if not items:
        return None
    whole = {k for k in items if k in groups and any(i in items for i in groups[k])}
    return sum((v for k, v in items.items() if k not in whole), Decimal(0))


def sums(amounts: Amounts, groups: dict[str, list[str]]) -> list[tuple[str, Decimal, Decimal, int]]:
    """(name, printed, computed, terms) of totals and groups against their items."""
    found = []
    for part in PARTS:
        total = part_sum(amounts, part, groups)
        terms = sum(1 for k in amounts if k.startswith(f"{part}."))
        if total is not None and part in amounts:
            found.append((part, amounts[part], total, terms))
        for group, members in groups.items():
            inside = [amounts[f"{part}.{m}"] for m in members if f"{part}.{m}" in amounts]
            if inside and f"{part}.{group}" in amounts:
                printed = amounts[f"{part}.{group}"]
                found.append((f"{part}.{group}", printed, sum(inside, Decimal(0)), len(inside)))
    return found


def ties(amounts: Amounts, groups: dict[str, list[str]]) -> list[tuple[str, Decimal, Decimal, int]]:
    """(name, printed, computed, terms) of every identity between totals of one column."""
    zero, get = Decimal(0), amounts.get

    def part(name: str) -> Decimal | None:
        return get(name, part_sum(amounts, name, groups))

    net = get("fin_net", get("fin_income", zero) - get("fin_costs", zero))
    contributions, other = part("contributions"), part("other_income") or zero
    # Dashes leave no row, so an absent part counts nothing; an identity needs its total and its first part.
    claims = [get("equity_closing"), get("provisions", zero), get("liabilities")]
    moves = [get(k, zero) for k in ("change_receivables", "change_liabilities", "change_provisions")]
    terms: list[tuple[str, Decimal | None, list[Decimal | None]]] = [
        ("income", get("income"), [contributions, other]),
        ("operating_result", get("operating_result"), [get("income"), negative(get("costs"))]),
        ("result", get("result") if "operating_result" in amounts else None, [get("operating_result"), net]),
        ("result of sums", get("result"), [get("income"), negative(get("costs")), net]),
        ("result of all", get("result"), [get("income_all"), negative(get("costs_all"))]),
        ("result of net cost", get("result"), [get("contributions"), negative(get("net_cost"))]),
        ("available", get("available"), [contributions, other, net, get("equity_opening")]),
        ("plan rolls", get("equity_closing"), [get("available"), negative(get("costs"))]),
        ("assets", get("assets"), [get("receivables"), get("cash")]),
        ("claims", get("total_claims"), claims),
        ("balance", get("assets"), [get("total_claims")]),
        ("cash flow", get("cash_change"), [get("result"), *moves]),
        ("cash", get("cash"), [get("cash_opening"), get("cash_change")]),
    ]
    if "total_claims" in amounts:
        terms.append(("equity rolls", get("equity_closing"), [get("equity_opening"), get("result")]))
    found = []
    for name, total, parts in terms:
        if total is not None and all(p is not None for p in parts):
            found.append((name, total, sum((p for p in parts if p is not None), zero), len(parts)))
    return found


def negative(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def failures(rows: list[dict[str, str]], groups: dict[str, list[str]]) -> list[tuple[str, str, str, str]]:
    """(document, table, column, identity) of every identity of one document that does not hold."""
    found = []
    for (document, table, column), (amounts, unit) in columns(rows).items():
        deviation = any(r["measure"] == "deviation" for r in rows if (r["table_id"], r["column_label"]) == (table, column))
        checks = sums(amounts, groups) + ([] if deviation else ties(amounts, groups))
        rounded = table == "multi_year_overview" and unit == "TSEK"
        for name, printed, computed, terms in checks:
            slack = STEP[unit] * terms if rounded else Decimal(0)
            if abs(printed - computed) > slack:
                found.append((document, table, column, name))
    return found + deviations(rows)


def deviations(rows: list[dict[str, str]]) -> list[tuple[str, str, str, str]]:
    """Rows whose printed deviation is not the difference of outcome and budget of the same period."""
    lines: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        lines[row["doc_id"], row["table_id"], row["row_no"]].append(row)
    found = []
    for (document, table, _), cells in lines.items():
        for cell in (c for c in cells if c["measure"] == "deviation"):
            period = (cell["period_start"], cell["period_end"])
            same = {c["scenario"]: Decimal(c["value"]) for c in cells if like(c, period)}
            difference = same.get("actual", Decimal(0)) - same.get("budget", Decimal(0))
            if abs(Decimal(cell["value"])) != abs(difference):
                found.append((document, table, cell["column_label"], f"deviation of {cell['row_label']}"))
    return found


def like(cell: dict[str, str], period: tuple[str, str]) -> bool:
    return cell["measure"] == "amount" and (cell["period_start"], cell["period_end"]) == period
