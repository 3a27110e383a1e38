"""`python -m tests.press`: renders the sample reports, renders a corpus of invented ones, scores the reader on it."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from tests.press.faults import KINDS
from tests.press.invent import LABELS, labels
from tests.press.render import COLLECTIONS, render
from tests.press.styles.producers import ProducerMissingError


def say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def parser() -> argparse.ArgumentParser:
    """render, corpus, score."""
    made = argparse.ArgumentParser(prog="python -m tests.press", description=__doc__)
    commands = made.add_subparsers(dest="command", required=True)
    rendering = commands.add_parser("render", help="PDFs, truth and planted errors of every collection")
    rendering.add_argument("--only", metavar="NAME", help="only documents whose name holds NAME")
    rendering.add_argument("--collection", choices=[c.name for c in COLLECTIONS])
    filling = commands.add_parser("corpus", help="invented associations in every style, with truth")
    filling.add_argument("--out", type=Path, required=True)
    filling.add_argument("--styles", default="all", help="all, or names with commas between")
    filling.add_argument("--associations", type=int, default=2, help="per style")
    filling.add_argument("--years", type=int, default=2, help="years reported on; three reports each")
    filling.add_argument("--seed", type=int, default=1)
    filling.add_argument("--plant", nargs="?", const="all", default="", metavar="KINDS",
                         help=f"print one or two errors in every report: all, or of {', '.join(KINDS)}")  # fmt: skip
    filling.add_argument("--scans", action="store_true", help="scans of some annual reports at 150, 200 and 300 dpi")
    filling.add_argument("--labels", type=Path, default=LABELS, metavar="DIR", help="other word lists of people, goals, surveys and voices")
    scoring = commands.add_parser("score", help="what the reader makes of a corpus, per style, as Markdown")
    scoring.add_argument("--corpus", type=Path, required=True)
    scoring.add_argument("--warehouse", type=Path, help="a published warehouse to score instead of reading the files")
    scoring.add_argument("--peers", action="store_true", help="general table extractors beside, structure only")
    scoring.add_argument("--misses", type=int, default=0, metavar="N", help="print N misses, misplacements and extras per style")
    scoring.add_argument("--text", action="store_true", help="leave the scans out: reading them takes a hundred times as long")
    for command in (filling, scoring):
        command.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    return made


def main() -> int:
    """Returns 0 when all was done, 1 when a producer is missing or nothing matched."""
    args = parser().parse_args()
    try:
        return {"render": rendered, "corpus": filled, "score": scored}[args.command](args)
    except ProducerMissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def rendered(args: argparse.Namespace) -> int:
    chosen = [c for c in COLLECTIONS if args.collection in (None, c.name)]
    count = sum(render(c, args.only, lambda line: say(f"{line}\n")) for c in chosen)
    if not count:
        sys.stderr.write(f"no document is called {args.only!r}\n")
    return 0 if count else 1


def filled(args: argparse.Namespace) -> int:
    from tests.press.corpus import corpus

    known = list(labels("styles"))
    styles = known if args.styles == "all" else args.styles.split(",")
    if unknown := set(styles) - set(known):
        sys.stderr.write(f"no style called {', '.join(sorted(unknown))}; there are {', '.join(known)}\n")
        return 1
    start = time.monotonic()
    kinds = list(KINDS) if args.plant == "all" else [k for k in args.plant.split(",") if k]
    if unknown := set(kinds) - set(KINDS):
        sys.stderr.write(f"no error is called {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}\n")
        return 1
    count = corpus(
        args.out, styles, args.associations, args.years, args.seed, kinds=kinds, scans=args.scans, workers=args.workers, people=args.labels
    )
    say(f"{count} documents in {len(styles)} styles, {time.monotonic() - start:.0f} s: {args.out}\n")
    return 0


def scored(args: argparse.Namespace) -> int:
    from tests.press.score import report

    say(report(args.corpus, args.warehouse, workers=args.workers, text=args.text, peers=args.peers, misses=args.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
