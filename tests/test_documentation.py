"""What the papers say must be so: commands exist, links lead somewhere, every rule explains itself."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import click
import pytest
import typer
import yaml

from tests.project import ROOT, files, files_ending

PAPERS = [path for path in files_ending(".md") if path.parts[0] in {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs"}]
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
FINSAM = re.compile(r"(?:^|[\s`/])finsam ([a-z]+)\b([^`\n]*)", flags=re.MULTILINE)
MAKE = re.compile(r"(?:^|[\s`])make ([a-z]+)\b", flags=re.MULTILINE)
RULE_ID = re.compile(r"[FSIGD][1-9]\d*")
SEVERITIES = {"error", "warn", "info"}


def read(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def code_in(markdown: str) -> str:
    """Fenced blocks and inline code, where commands are meant literally."""
    fenced = re.findall(r"^```\w*\n(.*?)^```", markdown, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```\w*\n.*?^```", "", markdown, flags=re.MULTILINE | re.DOTALL)
    return "\n".join([*fenced, *re.findall(r"`([^`\n]+)`", prose)])


def commands() -> dict[str, click.Command]:
    """Every command by the words it is called with; a group counts by its members, and by itself where it does something itself."""
    from orchestration.cli import app

    found: dict[str, click.Command] = {}

    def walk(name: str, command: click.Command) -> None:
        members: dict[str, click.Command] = getattr(command, "commands", {})
        if name and (not members or getattr(command, "invoke_without_command", False)):
            found[name] = command
        for member, inner in members.items():
            walk(f"{name} {member}".strip(), inner)

    for member, inner in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        walk(member, inner)
    return found


def named(words: str) -> str | None:
    """The command that a line calls: the longest one its words begin with."""
    return max((name for name in commands() if f"{words} ".startswith(f"{name} ")), key=len, default=None)


def options_of(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", read("Makefile"), flags=re.MULTILINE))


def test_the_papers_are_there() -> None:
    wanted = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/trace_a_number.md"}
    assert wanted <= {path.as_posix() for path in PAPERS}


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_commands_in_the_papers_exist(paper: Path) -> None:
    known, code = commands(), code_in(read(paper))
    assert set(MAKE.findall(code)) <= targets()
    groups = {name.split()[0] for name in known if " " in name}
    for first, rest in FINSAM.findall(code):
        name = named(f"{first}{rest}")
        assert name or (first in groups and not rest.strip(" …")), f"{paper} speaks of `finsam {first}{rest}`"
        if name is None:
            continue
        unknown = set(re.findall(r"(?<=\s)--[a-z-]+", rest)) - options_of(known[name])
        assert not unknown, f"{paper} gives `finsam {name}` options it does not have: {unknown}"


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_links_lead_somewhere(paper: Path) -> None:
    broken = []
    for link in LINK.findall(read(paper)):
        if "://" in link:
            continue
        file, _, heading = link.partition("#")
        target = (ROOT / paper).parent / file if file else ROOT / paper
        if not target.exists() or (heading and heading not in headings_of(target)):
            broken.append(link)
    assert not broken


def headings_of(path: Path) -> set[str]:
    """The anchors a code host makes of a paper's headings."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_readme_names_every_command_and_target() -> None:
    readme = read("README.md")
    assert {f"`finsam {name}`" for name in commands()} <= set(re.findall(r"`finsam [a-z ]+`", readme))
    assert targets() - {"help"} <= set(MAKE.findall(code_in(readme)))


def test_every_target_is_declared_and_explained() -> None:
    makefile = read("Makefile")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)
    assert phony
    assert set(phony.group(1).split()) == targets()


def test_every_command_has_help_with_an_example() -> None:
    for name, command in commands().items():
        assert command.help, f"finsam {name} has no help"
        example = re.search(rf"finsam {name}\b.*", command.epilog or "")
        assert example, f"finsam {name} has no example of itself"
        assert set(re.findall(r"--[a-z-]+", example.group())) <= options_of(command)
        assert all(getattr(p, "help", None) or p.hidden for p in command.params if isinstance(p, click.Option))


def test_debian_packages_are_listed_once_and_alike() -> None:
    readme = re.findall(r"^```debian\n(.*?)^```", read("README.md"), flags=re.MULTILINE | re.DOTALL)
    ci = re.search(r"^debian_packages=\(\n(.*?)^\)", read(".ci/run"), flags=re.MULTILINE | re.DOTALL)
    assert len(readme) == 1
    assert ci
    assert readme[0].split() == ci.group(1).split() == sorted(readme[0].split())


def test_recipes_stay_under_ten_lines() -> None:
    sections = re.split(r"^## ", read("CONTRIBUTING.md"), flags=re.MULTILINE)
    recipes = {head: body.strip().splitlines() for head, _, body in (s.partition("\n") for s in sections) if head.startswith("Add ")}
    assert set(recipes) == {"Add a source", "Add a word", "Add a rule"}
    assert {head: len(lines) for head, lines in recipes.items() if len(lines) >= 10} == {}


def test_decisions_are_numbered_dated_and_listed() -> None:
    decisions = [path for path in files() if path.parent == Path("docs/adr") and path.name != "README.md"]
    numbers = [int(path.name[:4]) for path in decisions]
    assert numbers[0] == 1
    assert all(later == earlier + 1 for earlier, later in pairwise(numbers))
    listed = read("docs/adr/README.md")
    for path in decisions:
        text = read(path)
        assert text.startswith(f"# {path.name[:4]}: ")
        assert re.match(r"\d{4}-\d{2}-\d{2}$", text.splitlines()[2]), f"{path} has no date"
        assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == ["Context", "Decision", "Consequences"]
        assert f"({path.name})" in listed


def rules() -> list[tuple[Path, dict[str, object]]]:
    """Every rule with its file; files that begin with an underscore hold what rules share."""
    folder = Path("expectations/rules")
    paths = [path for path in files_ending(".yml") if path.parent == folder and not path.name.startswith("_")]
    return [(path, rule) for path in paths for rule in yaml.safe_load(read(path))]


def test_every_rule_explains_itself() -> None:
    assert rules()
    for path, rule in rules():
        where = f"{rule.get('id')} in {path}"
        assert RULE_ID.fullmatch(str(rule["id"])), where
        assert str(rule["says"]).strip().endswith("."), f"{where}: `says` is a sentence"
        assert rule["severity"] in SEVERITIES, where
        assert str(rule["basis"]).strip(), f"{where} rests on nothing"
        assert str(rule["look_at"]).strip(), f"{where} does not say where to look"
        examples = rule["examples"]
        assert isinstance(examples, dict), where
        assert examples["pass"], f"{where} has no passing example"
        assert examples["fail"], f"{where} has no failing example"
        assert examples["pass"] != examples["fail"], where


def test_rule_ids_are_used_once_and_known_to_the_readers_of_the_data() -> None:
    ids = [str(rule["id"]) for _, rule in rules()]
    assert len(ids) == len(set(ids))
    told = read("CHANGELOG.md")
    spans = [(a[0], int(a[1:]), int(b[1:])) for a, b in re.findall(r"\b([FSIGD]\d+) to ([FSIGD]\d+)\b", told)]
    single = set(RULE_ID.findall(told))
    untold = [i for i in ids if i not in single and not any(i[0] == f and lo <= int(i[1:]) <= hi for f, lo, hi in spans)]
    assert not untold, f"CHANGELOG.md does not tell of {untold}"
