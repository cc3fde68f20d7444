"""LibreOffice as a layout engine: one process for many documents, driven through UNO by `uno_worker.py`.

It has a profile of its own, so that it neither meets nor disturbs the LibreOffice that a person has open. One that
hangs or crashes is ended and started afresh, and gets the document once more.

Finding LibreOffice and a Python that can speak to it.

Profiles of LibreOffice. A process has one of its own; making it takes a fifth of its start.

So one is kept as a fresh LibreOffice made it, in the user's cache folder beside the layouts, and copied for the next.
What LibreOffice keeps there is settings, and nothing of a document.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import md5
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Any, Final, TypeVar
from zipfile import ZIP_DEFLATED, ZipFile

from iomreport.cache import cache_key, forget_cache, read_cache, write_cache
from iomreport.diagnostics.codes.layout import ENGINE_FAILED, NO_LIBREOFFICE, NO_UNO, UNREADABLE
from iomreport.diagnostics.finding import Diagnostic, Location
from iomreport.layout.engine import A_DOCUMENT, LayoutError, PageNumbers, Pages, Printout, complete
from iomreport.layout.fonts import font_environment
from iomreport.layout.rdocx_workarounds import with_last_page
from iomreport.word.package import Member, PackageError, read_package, write_package

_PROGRAMS = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
)
_PYTHONS = ("/usr/bin/python3", "python3", "python")
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Installation:
    """A LibreOffice that can be driven: its program, its version, and a Python with its bridge."""

    program: Path
    python: Path
    version: str


@cache
def find_office() -> Installation | Diagnostic:
    """The LibreOffice of this machine, or what is missing."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    program = Path(named) if named else next((path for path in _PROGRAMS if path.exists()), None)
    if program is None:
        return NO_LIBREOFFICE.at(None, "LibreOffice is asked for, but it is not on the PATH")
    # LibreOffice brings a Python of its own where the system has none.
    beside = program.resolve().parent
    own = [str(beside / name) for name in ("python", "python.exe", "../Resources/python")]
    for candidate in (*own, *_PYTHONS):
        python = shutil.which(candidate)
        if python and _succeeds(python, "-c", "import uno"):
            return Installation(program, Path(python), _version(program))
    return NO_UNO.at(None, f"no Python on this machine has the bridge (the module uno) to {program}")


def _succeeds(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _version(program: Path) -> str:
    try:
        answer = subprocess.run(
            [str(program), "--version"], capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    words = answer.stdout.split()
    return words[1] if len(words) > 1 else ""


def copy_profile(office: Installation, profile: Path) -> bool:
    """Make a profile from the kept one; false where none is kept."""
    packed = read_cache(_profile_key(office))
    if packed is None:
        return False
    with ZipFile(BytesIO(packed)) as archive:
        archive.extractall(profile)
    return True


def keep_profile(office: Installation, profile: Path) -> None:
    """Keep a profile that a running LibreOffice made: its first start takes seconds, mostly to make one."""
    packed = BytesIO()
    # That it cannot be kept costs time, not correctness, so it is no error.
    with suppress(OSError), ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for file in sorted(profile.rglob("*")):
            if file.is_file() and not file.name.startswith(".") and file.suffix != ".log":
                archive.write(file, file.relative_to(profile))
        archive.close()
        write_cache(_profile_key(office), packed.getvalue())


def forget_profile(office: Installation) -> None:
    """Throw the kept profile away, which may be why a LibreOffice failed."""
    forget_cache(_profile_key(office))


def _profile_key(office: Installation) -> str:
    program = office.program.resolve()
    built = program.stat().st_mtime_ns if program.exists() else 0
    return cache_key("profile", str(program), office.version, str(built))


PDF_OPTIONS: Final[Mapping[str, bool | int]] = {
    "PDFUACompliance": True,
    "SelectPdfVersion": 2,
    "UseTaggedPDF": True,
    "ExportBookmarks": True,
    "ExportBookmarksToPDFDestination": True,
    "ExportNotes": False,
    "UseLosslessCompression": True,
    "ReduceImageResolution": False,
}
"""What is asked of LibreOffice's PDF: PDF/UA-1 and PDF/A-2b, tagged, with headings as outline and bookmarks as named
destinations, pictures as they are."""
MAIN = "word/document.xml"
PATIENCE: Final = 180.0
"""Seconds after which an engine that does not answer is taken for hanging."""
_Result = TypeVar("_Result")
WORKER = Path(__file__).with_name("uno_worker.py")


class _Gone(Exception):
    """The engine hung or crashed."""


class _Refused(Exception):
    """The engine cannot do it; it runs on."""


@dataclass(slots=True)
class LibreOffice:
    """A LibreOffice process, started when it is first needed. Not for use by several threads at once."""

    office: Installation
    patience: float = PATIENCE
    _folder: TemporaryDirectory[str] | None = field(default=None, init=False)
    _worker: subprocess.Popen[str] | None = field(default=None, init=False)
    _fresh: bool = field(default=False, init=False)
    """Whether it makes a profile of its own, which is not kept yet."""

    @property
    def name(self) -> str:
        return f"LibreOffice {self.office.version}".strip()

    @property
    def tagged(self) -> bool:
        return True

    @property
    def numbering(self) -> bool:
        return True

    def start(self) -> None:
        """Start the process, which takes a second, without waiting for it."""
        if self._worker is None:
            self._start()

    def pages(self, document: bytes, bookmarks: Sequence[str], called: str = A_DOCUMENT) -> Pages:
        """The printed page number of each bookmark. Raises `LayoutError`."""
        if not bookmarks:
            return Pages({})
        copy = _with_room_behind(document, called)

        def asked() -> Pages:
            request = {"task": "pages", "file": self._put(copy), "bookmarks": list(bookmarks)}
            # It counts the blank pages too that it would not print, so how many there are is not known.
            return Pages(self._answered(request)["pages"])

        return complete(self._twice(asked, called), bookmarks, called)

    def pdf(self, document: bytes, called: str = A_DOCUMENT) -> bytes:
        """The document as tagged PDF, as LibreOffice writes it. Raises `LayoutError`."""
        return self.printout(document, None, called).pdf

    def printout(self, document: bytes, numbers: PageNumbers | None, called: str = A_DOCUMENT) -> Printout:
        """The document as tagged PDF, with all its bookmarks as named destinations, and the numbers of its pages in it.

        Raises `LayoutError`.
        """
        return self._twice(lambda: self._printed(document, numbers), called)

    def _printed(self, document: bytes, numbers: PageNumbers | None) -> Printout:
        asked = list(numbers.asked) if numbers else []
        places = self._answered({"task": "open", "file": self._put(document), "bookmarks": asked})["places"]
        texts = dict(numbers.texts(places)) if numbers else {}
        to = f"{self._folder_name()}/document.pdf"
        written = self._answered({"task": "pdf", "texts": texts, "to": to, "options": PDF_OPTIONS})["written"]
        return Printout(Path(written).read_bytes(), {}, numbers.begins(places) if numbers else {}, texts)

    def close(self) -> None:
        """End the process and remove its profile."""
        worker, self._worker = self._worker, None
        if worker is not None:
            # Its profile is thrown away, so it need not be asked to end in good order, which takes a while.
            _kill(worker)
            worker.communicate()
        if self._folder is not None:
            # A killed LibreOffice leaves its pipes behind, which it makes in /tmp whatever it is told.
            for name in pipe_names(_profile(self._folder.name)):
                for pipe in Path("/tmp").glob(f"OSL_PIPE_*_{name}"):
                    pipe.unlink(missing_ok=True)
            self._folder.cleanup()
            self._folder = None
        atexit.unregister(self.close)

    def _twice(self, work: Callable[[], _Result], called: str) -> _Result:
        """Do some work with an engine, and once more with a fresh one where it hangs or crashes."""
        reason = ""
        for _ in range(2):
            try:
                return work()
            except _Gone as error:
                reason = str(error)
                self._abandon()
            except _Refused as error:
                message = f"{self.name} cannot lay the document out: {error}"
                raise LayoutError(UNREADABLE.at(Location(called), message)) from error
        raise LayoutError(ENGINE_FAILED.at(Location(called), f"{self.name} {reason}, twice"))

    def _folder_name(self) -> str:
        """The folder for the documents of a running engine, which is started where it does not run."""
        if self._worker is None or self._folder is None:
            self._start()
        return self._folder.name if self._folder is not None else ""

    def _put(self, document: bytes) -> str:
        """Lay a document where the engine finds it."""
        path = Path(self._folder_name(), "document.docx")
        path.write_bytes(document)
        return str(path)

    def _answered(self, request: dict[str, Any]) -> dict[str, Any]:
        worker = self._worker
        if worker is None or worker.stdin is None or worker.stdout is None:
            raise _Gone("stopped")
        # A hanging engine is killed, so that reading its answer ends.
        timer = Timer(self.patience, _kill, (worker,))
        timer.start()
        try:
            worker.stdin.write(json.dumps(request) + "\n")
            worker.stdin.flush()
            line = worker.stdout.readline()
        except OSError as error:
            raise _Gone("stopped") from error
        finally:
            hung = not timer.is_alive()
            timer.cancel()
        if not line.endswith("\n"):
            raise _Gone(f"did not answer within {self.patience:.0f} s" if hung else "stopped")
        answer: dict[str, Any] = json.loads(line)
        if self._fresh and self._folder is not None:
            self._fresh = False
            keep_profile(self.office, _profile(self._folder.name))
        if "error" in answer:
            raise _Refused(answer["error"])
        return answer

    def _start(self) -> subprocess.Popen[str]:
        self._folder = TemporaryDirectory(prefix="iomreport-office-", ignore_cleanup_errors=True)
        profile = _profile(self._folder.name)
        self._fresh = not copy_profile(self.office, profile)
        self._worker = subprocess.Popen(
            [str(self.office.python), str(WORKER), str(self.office.program), str(profile)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "SAL_USE_VCLPLUGIN": "svp", **font_environment(Path(self._folder.name))},
            start_new_session=True,
        )
        atexit.register(self.close)
        return self._worker

    def _abandon(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            _kill(worker)
            worker.wait()
        if not self._fresh:
            forget_profile(self.office)
        self.close()


def _profile(folder: str) -> Path:
    return Path(folder, Path(folder).name)


def pipe_names(profile: Path) -> tuple[str, str]:
    """The pipe that the engine is spoken to over, and the one by which LibreOffice knows its profile in use."""
    digest = md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    return f"iomreport-{profile.name}", f"SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"


def _kill(worker: subprocess.Popen[str]) -> None:
    """End the worker and the office program that it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(worker.pid, signal.SIGKILL)
        else:
            worker.kill()


def _with_room_behind(document: bytes, called: str) -> bytes:
    """A copy with an empty page at its end for the fields that ask, where they move nothing."""
    try:
        members = read_package(document)
        content = with_last_page(members[MAIN].content().decode(), "").encode()
    except (PackageError, LookupError, ValueError) as error:
        message = f"the document cannot be laid out: {error}"
        raise LayoutError(UNREADABLE.at(Location(called), message)) from error
    members[MAIN] = Member.stored(MAIN, content)
    return write_package(members.values())
