"""Processes that begin at the same moment, so that their start is not measured."""

import subprocess
import sys

from bench.servers import ROOT


def run_together(commands: list[list[str]]) -> list[list[str]]:
    """What each `python -m COMMAND` said at its end, word by word, after all were ready."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        return [process.communicate(timeout=600)[0].split() for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
