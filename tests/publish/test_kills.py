"""A batch that is killed at random moments; `make soak` kills it 200 times."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="kills groups of processes")
def test_killed_at_any_moment_a_batch_leaves_whole_files_and_carries_on() -> None:
    command = (sys.executable, "-m", "benchmarks.soak", "--kills", "3", "--documents", "400", "--longest", "1.5")
    found = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
