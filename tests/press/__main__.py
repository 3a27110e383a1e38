"""`python -m tests.press render`: renders the sample reports and their truth anew."""

from __future__ import annotations

import argparse
import sys

from tests.press.render import COLLECTIONS, render
from tests.press.styles.producers import ProducerMissingError


def main() -> int:
    """Returns 0 when all was rendered, 1 when a producer is missing or nothing matched."""
    parser = argparse.ArgumentParser(prog="python -m tests.press", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    rendering = commands.add_parser("render", help="PDFs, truth and planted errors of every collection")
    rendering.add_argument("--only", metavar="NAME", help="only documents whose name holds NAME")
    rendering.add_argument("--collection", choices=[c.name for c in COLLECTIONS])
    args = parser.parse_args()
    count = 0
    try:
        for collection in COLLECTIONS:
            if args.collection in (None, collection.name):
                count += render(collection, args.only, lambda line: print(line, flush=True))  # noqa: T201
    except ProducerMissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if not count:
        sys.stderr.write(f"no document is called {args.only!r}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
