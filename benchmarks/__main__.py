"""Runs every benchmark and prints one table: each figure, its baseline in the same run, target, met or not.

    python -m benchmarks [NAME ...]

Names: startup, first_view, submissions, portal_arrivals, kill, instrument, export, analysis_speed,
personal_details. Without names, all of them.
"""

import importlib
import os
import platform
import subprocess
import sys

from benchmarks.figures import Figure, table

OWN = ("startup", "first_view", "submissions", "portal_arrivals", "kill", "instrument", "export")
PRINT_THEIR_OWN = ("analysis_speed", "personal_details")


def main(names: list[str]) -> int:
    """Run the named benchmarks; return 1 when a target is not met."""
    unknown = set(names) - {*OWN, *PRINT_THEIR_OWN}
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join((*OWN, *PRINT_THEIR_OWN))}.")
        return 2
    wanted = names or [*OWN, *PRINT_THEIR_OWN]
    figures: list[Figure] = []
    for name in (name for name in OWN if name in wanted):
        print(f"Measuring {name} …", file=sys.stderr, flush=True)
        figures += importlib.import_module(f"benchmarks.{name}").run()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {load}\n")
    print(table(figures))
    codes = [0 if all(figure.is_met is not False for figure in figures) else 1]
    for name in (name for name in PRINT_THEIR_OWN if name in wanted):
        print(f"\nMeasuring {name} …", file=sys.stderr, flush=True)
        codes.append(subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
