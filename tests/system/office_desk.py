"""A LibreOffice in which tests edit documents, started once a session."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from waiting import PATIENCE

import iomreport.layout
from iomreport.layout.libreoffice import Installation

EDITOR = Path(__file__).with_name("office_editor.py")
Edit = tuple[str, str, str]
"""What is done (a method of the editor), the words at which, and the words with which."""


class OfficeDesk:
    """Opens documents, edits them and saves them in the format of their new name."""

    def __init__(self, office: Installation, folder: Path) -> None:
        worker = Path(iomreport.layout.__file__).parent
        self._process = subprocess.Popen(
            [str(office.python), str(EDITOR), str(worker), str(office.program), str(folder / folder.name)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "SAL_USE_VCLPLUGIN": "svp"},
        )

    def save(
        self, source: Path, target: Path, edits: Sequence[Edit] = (), *, tracked: bool = True, accept: bool = False
    ) -> Path:
        """The file under its new name, with the edits, tracked as changes or not, and then accepted or not."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"from": str(source), "to": str(target), "edits": edits, "tracked": tracked, "accept": accept}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert answer == {}, answer
        return target

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
