"""How much memory a piece of work needs at most, each time in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path


def peak_mb(module: str, *words: str) -> float:
    """Of `python -m MODULE WORDS`, which ends with `tell_peak`."""
    command = [sys.executable, "-m", module, *words]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(json.loads(told.splitlines()[-1])["peak_kb"]) / 1024


def tell_peak() -> None:
    print(json.dumps({"peak_kb": _own_peak_kb()}))


def _own_peak_kb() -> int:
    """Not getrusage, whose maximum a process inherits from the one that started it."""
    status = Path("/proc/self/status").read_text("ascii")
    [peak] = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak)
