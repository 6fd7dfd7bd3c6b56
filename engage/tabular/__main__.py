"""The process that reads a hostile table: limits first, then rows as lines of JSON; see ``apart``."""

import json
import resource
import sys
from dataclasses import asdict
from typing import Any

from engage.tabular.apart import SECONDS
from engage.tabular.reading import begun
from engage.tabular.table import TableError

MEMORY = 1024 * 1024 * 1024
MOST_WRITTEN = 1_000_000_000


def main(name: str) -> None:
    """Read what stands on standard input, within limits that only this process has."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        reading = begun(sys.stdin.buffer.read(), name)
        _tell({"columns": reading.columns, "encoding": reading.encoding, "delimiter": reading.delimiter})
        for cells in reading.rows:
            _tell(cells)
        _tell({"problems": [asdict(problem) for problem in reading.problems]})
    except TableError as error:
        _tell({"code": error.code, "values": error.values})
    sys.stdout.flush()


def _tell(data: Any) -> None:
    sys.stdout.write(json.dumps(data) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
