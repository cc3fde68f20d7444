"""Kill a running batch at random moments, again and again, and look at what is left.

    python -m benchmarks.soak --kills 200

After every kill: each file under its final name is a whole document, each document that the state knows stands as it
was written, and nothing that the state knew is ever written again. Ends with a line of counts, or with what was wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from iomreport.publish.journal import Entry, read_state
from iomreport.word.properties import is_as_built

REPOSITORY = Path(__file__).resolve().parent.parent
PLAN = """\
layout: none
matrices:
  - targets: [countries]
    recipients: recipients.csv
    output: "{country.slug}/{recipient.id}.{format}"
"""
IN_FLIGHT = 3 * 128
"""Documents that may be under way for each worker."""


class WrongError(Exception):
    """What must not happen has happened."""


@dataclass(slots=True)
class Soak:
    """A project whose batch is killed. Each round has every document made anew, over those of the round before."""

    project: Path
    jobs: int
    longest: float
    chance: random.Random
    kills: int = 0
    rounds: int = 0
    made_again: int = 0
    before: dict[str, Entry] = field(default_factory=dict[str, Entry])
    known: dict[str, Entry] = field(default_factory=dict[str, Entry])

    def prepare(self, documents: int) -> None:
        """Write a project with a plan for so many documents."""
        for name in ("content", "templates"):
            shutil.copytree(REPOSITORY / name, self.project / name)
        countries = len(list((self.project / "content/countries").iterdir()))
        rows = (f"r{number},Ministry {number}" for number in range(max(1, documents // countries)))
        (self.project / "recipients.csv").write_text("\n".join(("id,recipient", *rows)) + "\n")
        (self.project / "batch.yaml").write_text(PLAN)

    def round(self, most_kills: int) -> None:
        """Kill runs until one comes through."""
        self.rounds += 1
        self.before, self.known = self._entries(), {}
        while True:
            process = self._start()
            delay = self.chance.uniform(0.15, self.longest) if self.kills < most_kills else None
            try:
                code = process.wait(delay)
            except subprocess.TimeoutExpired:
                self._kill(process)
                self._look()
                continue
            if code:
                raise WrongError(f"a run ended with exit code {code}")
            self._look()
            if len(self.known) != len(list((self.project / "output").rglob("*.docx"))):
                raise WrongError("a run came through and left documents out")
            if left := [*(self.project / "output").rglob("*.part")]:
                raise WrongError(f"{left[0]} was left behind")
            return

    def _start(self) -> subprocess.Popen[bytes]:
        command = (
            *(sys.executable, "-m", "iomreport", "-C", str(self.project), "batch", str(self.project / "batch.yaml")),
            *("--jobs", str(self.jobs), "--quiet"),
        )
        # A variable of the plan makes every document another one; the place of the state stays the same.
        plan = PLAN.replace("layout: none", f"layout: none\nvariables: {{reference: round {self.rounds}}}")
        (self.project / "batch.yaml").write_text(plan)
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        return subprocess.Popen(command, start_new_session=True, env=environment, stdout=subprocess.DEVNULL)

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        """Kill the run alone, or all of its processes at once, as a machine without memory or current would."""
        if self.chance.random() < 0.5:
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.kills += 1
        for _ in range(2_000):
            try:
                os.killpg(process.pid, 0)
            except (ProcessLookupError, PermissionError):
                return
            time.sleep(0.05)
        raise WrongError("workers outlive the run that they worked for")

    def _look(self) -> None:
        output = self.project / "output"
        entries = {name: entry for name, entry in self._entries().items() if self._is_new(name, entry)}
        for name, entry in self.known.items():
            if name not in entries:
                raise WrongError(f"{name} was lost")
            if entries[name].stamp != entry.stamp:
                raise WrongError(f"{name} was built twice")
        under_way = 0
        for path in output.rglob("*.docx"):
            if path.name.startswith("."):
                continue
            content = path.read_bytes()
            if not is_as_built(content):
                raise WrongError(f"{path} is not whole")
            name = path.relative_to(output).as_posix()
            stamp = f"{len(content)}:{path.stat().st_mtime_ns}"
            if name in entries:
                if sha256(content).hexdigest() != entries[name].sha256 or stamp != entries[name].stamp:
                    raise WrongError(f"{path} is not what the state says")
            elif name not in self.before or stamp != self.before[name].stamp:
                under_way += 1
        if missing := [name for name in entries if not (output / name).is_file()]:
            raise WrongError(f"{missing[0]} is missing")
        # What earlier kills cut short is made again, and may be cut short again, so it is counted kill by kill.
        if under_way > IN_FLIGHT * self.jobs * 2:
            raise WrongError(f"{under_way} documents stand that the state does not know")
        self.made_again += under_way
        self.known = entries

    def _is_new(self, name: str, entry: Entry) -> bool:
        return name not in self.before or self.before[name].fingerprint != entry.fingerprint

    def _entries(self) -> dict[str, Entry]:
        journals = list((self.project / ".iomreport/batch").glob("*.jsonl"))
        return dict(read_state(journals[0]).entries) if journals else {}


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--documents", type=int, default=3_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--longest", type=float, default=3.0, help="seconds that a run may live")
    parser.add_argument("--seed", type=int, default=None)
    asked = parser.parse_args()
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(1 << 32)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        soak = Soak(Path(folder), asked.jobs, asked.longest, random.Random(seed))
        soak.prepare(asked.documents)
        try:
            while soak.kills < asked.kills:
                soak.round(asked.kills)
        except WrongError as error:
            print(f"after {soak.kills} kills, seed {seed}: {error}")
            return 1
    print(
        f"{soak.kills} kills in {soak.rounds} rounds of {asked.documents} documents, seed {seed}: every file whole, "
        f"nothing lost, nothing built twice but {soak.made_again} under way when a run was killed"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
