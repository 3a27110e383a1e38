"""Kills a refresh with SIGKILL at twenty points: each named step, and random moments; `python -m benchmarks.kill [POINTS] [SEED]`.

After each: what readers see is a whole release, one more refresh gives the tables of an undisturbed run (but for times and
release ids), no lock, process or half-built file is left. Ends with 1 when any of this failed.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.end_to_end.test_crash import STEPS, Seeded


def main(points: int = 20, seed: int = 1) -> int:
    """Run the points and print a line for each; the number of failures."""
    chance = random.Random(seed)  # noqa: S311
    failures = 0
    with tempfile.TemporaryDirectory(prefix="finsam_kill_") as folder:
        seeded = Seeded(Path(folder))
        seeded.restore()
        start = time.monotonic()
        seeded.killed(lambda told, _: "publishing" in told)
        whole = time.monotonic() - start
        for number in range(points):
            seeded.restore()
            step = STEPS[number] if number < len(STEPS) else None
            moment, lag = chance.uniform(0, whole), chance.uniform(0, 0.3)
            reached: list[float] = []

            def now(told: str, seconds: float, step: str | None = step, moment: float = moment, lag: float = lag) -> bool:
                if step and step in told:
                    reached.append(seconds)  # noqa: B023
                return seconds > reached[0] + lag if reached else not step and seconds > moment  # noqa: B023

            last = seeded.killed(now)
            try:
                seeded.check()
                verdict = "completed"
            except AssertionError as problem:
                failures += 1
                verdict = f"FAILED: {str(problem)[:300]}"
            print(f"{number + 1:3} {step or f'after {moment:.1f} s':28} last line {last[:50]!r:54} {verdict}", flush=True)  # noqa: T201
    print(f"{points - failures} of {points} kills completed by the next refresh")  # noqa: T201
    return failures


if __name__ == "__main__":
    sys.exit(1 if main(*map(int, sys.argv[1:])) else 0)
