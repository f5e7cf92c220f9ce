"""`.venv/bin/python scripts/bench.py [NAME…] [--quick] [--json]`: measures speed and size on this machine.

Every figure comes from the run that prints it; what is compared is measured in turns in that same run. The servers
have their own temporary data and listen on 127.0.0.1 only. Linux only: CPU time and memory are read from /proc.
"""

import argparse
import json
import signal
import sys
from collections.abc import Callable
from dataclasses import asdict

from benchmarks.archive import archive
from benchmarks.decade import decade
from benchmarks.figures import Row
from benchmarks.glances import glances
from benchmarks.imports import import_rosters
from benchmarks.inputs import inputs
from benchmarks.pagination import pagination
from benchmarks.phones import phones
from benchmarks.polls import poll
from benchmarks.publishing import publish
from benchmarks.rotation import rotation
from benchmarks.screens import screens
from benchmarks.starting import memory, start
from benchmarks.township import township
from benchmarks.weight import weight
from benchmarks.years import years

SECONDS_IN_ALL = 360

BENCHES: dict[str, Callable[[bool], list[Row]]] = {
    "poll": poll,
    "screens": screens,
    "phones": phones,
    "glances": glances,
    "publish": publish,
    "start": start,
    "memory": memory,
    "weight": weight,
    "rotation": rotation,
    "pagination": pagination,
    "years": years,
    "archive": archive,
    "decade": decade,
    "import": import_rosters,
    "inputs": inputs,
    "township": township,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures speed and size on this machine.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHES)}; all if left out")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: a look, not a figure to publish")
    parser.add_argument("--json", action="store_true", dest="as_json", help="as JSON")
    wanted = parser.parse_args()
    unknown = [name for name in wanted.names if name not in BENCHES]
    if unknown:
        parser.error(f"there is no {unknown[0]}; there are {', '.join(BENCHES)}")
    signal.signal(signal.SIGALRM, out_of_time)
    signal.alarm(SECONDS_IN_ALL)
    rows: list[Row] = []
    failed = False
    for name in wanted.names or BENCHES:
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            rows += BENCHES[name](wanted.quick)
        except OutOfTime:
            print(f"stopped after {SECONDS_IN_ALL} s, in {name}", file=sys.stderr)
            failed = True
            break
        except Exception as fault:  # the other figures are worth having all the same
            print(f"{name} could not be measured: {type(fault).__name__}: {fault}", file=sys.stderr)
            failed = True
    print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2) if wanted.as_json else table(rows))
    sys.exit(1 if failed else 0)


class OutOfTime(BaseException):
    """Passes by every handler of what may happen while measuring, time-outs of connections among them."""


def out_of_time(*_: object) -> None:
    raise OutOfTime


def table(rows: list[Row]) -> str:
    lines = ["| what | goal | measured | how |", "|---|---|---|---|"]
    for row in rows:
        missed = " ✗" if row.is_met is False else ""
        lines.append(f"| {row.what} | {row.goal} | {row.measured}{missed} | {row.how} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
