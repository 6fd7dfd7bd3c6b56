"""``python -m engage``: the operator's commands."""

import sys

from engage.cli import main

if __name__ == "__main__":
    sys.exit(main())
