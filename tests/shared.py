"""What is made once for all test processes of a run: by the first that needs it, while the others wait."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

try:
    import fcntl
except ImportError:  # On Windows each process makes its own.
    fcntl = None


@dataclass(frozen=True)
class Shared:
    """The folder of a run in which its test processes find what one of them made."""

    folder: Path

    def once(self, name: str, make: Callable[[Path], None]) -> Path:
        """A folder that `make` has filled; where that fails, the next process tries again."""
        made = self.folder / name
        with _locked(made.with_suffix(".lock")):
            whole = made.with_suffix(".whole")
            if not whole.exists():
                shutil.rmtree(made, ignore_errors=True)
                made.mkdir(parents=True)
                make(made)
                whole.touch()
        return made


def shared_by_processes(own: Path, *, is_worker: bool) -> Shared:
    """What a process shares whose own temporary folder is this."""
    return Shared(own.parent if is_worker and fcntl else own)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
