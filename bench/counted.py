"""Runs a module as ``python -m`` does; on SIGUSR1 it writes down how much there is in the process.

python -m bench.counted MODULE [ARGUMENT...]
"""

from __future__ import annotations

import asyncio
import gc
import json
import runpy
import signal
import sys
from pathlib import Path

COUNTS = "counts.json"
"""Where it is written, in the working folder."""


def count(*_: object) -> None:
    """Write down the tasks that are not done, and the objects the collector knows, after it ran."""
    gc.collect()
    found = {"tasks": len(asyncio.all_tasks()), "objects": len(gc.get_objects())}
    written = Path(f"{COUNTS}.new")
    written.write_text(json.dumps(found), encoding="ascii")
    written.replace(COUNTS)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, count)
    sys.argv.pop(0)
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
