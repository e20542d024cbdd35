"""``python -m ctg_data …``."""

import sys

from ctg_data.cli import main

if __name__ == "__main__":
    sys.exit(main())
