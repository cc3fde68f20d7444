"""Drives one LibreOffice through UNO; run by a Python that has the module `uno`, never imported by the library.

It is told its office program and a profile folder of its own, and then answers lines of JSON:
`{"task": "pages", "file": PATH, "bookmarks": […]}` with `{"pages": {…}}`, or, one after the other,
`{"task": "open", "file": PATH, "bookmarks": […]}` with `{"places": {…}}`,
`{"task": "pdf", "texts": {…}, "to": PATH, "options": {…}}` with `{"written": PATH}`, and any with `{"error": TEXT}`.
It ends when the office program does, so that whoever listens sees that it is gone.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno as _uno  # pyright: ignore[reportMissingImports]

uno: Any = _uno
ARGUMENTS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
STARTING, PAUSE = 60.0, 0.05
BOOKMARKS, PAGE, PAGE_AS_PRINTED = 2, 0, 4
"""com.sun.star.text.ReferenceFieldSource.BOOKMARK and ReferenceFieldPart.PAGE and PAGE_DESC"""
PAGE_REFERENCE = "com.sun.star.text.TextField.GetReference"
NEVER, NO_UPDATE = 0, 0
"""com.sun.star.document.MacroExecMode.NEVER_EXECUTE and UpdateDocMode.NO_UPDATE"""


class Gone(Exception):
    """The office program has ended."""


class Office:
    """A LibreOffice of its own, spoken to over a pipe."""

    def __init__(self, program: str, profile: Path) -> None:
        pipe = f"iomreport-{profile.name}"
        command = [program, f"-env:UserInstallation={profile.as_uri()}", *ARGUMENTS, f"--accept=pipe,name={pipe};urp;"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        services = uno.getComponentContext().ServiceManager
        resolver = services.createInstance("com.sun.star.bridge.UnoUrlResolver")
        context = self._connected(resolver, f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        self.document: Any = None
        self.desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def _connected(self, resolver: Any, address: str) -> Any:
        deadline = time.monotonic() + STARTING
        while True:
            try:
                return resolver.resolve(address)
            except Exception as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise Gone(str(error)) from error
            time.sleep(PAUSE)

    def opened(self, path: str) -> Any:
        settings = values(Hidden=True, MacroExecutionMode=NEVER, UpdateDocMode=NO_UPDATE)
        document = self.desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, settings)
        if document is None or not document.supportsService("com.sun.star.text.TextDocument"):
            raise ValueError("LibreOffice does not know it as a text document")
        return document

    def pages(self, path: str, bookmarks: list[str]) -> dict[str, str]:
        """The printed page of each bookmark that the document has, asked by fields at its very end."""
        document = self.opened(path)
        try:
            text, known = document.Text, set(document.Bookmarks.ElementNames)
            fields: dict[str, Any] = {}
            for name in bookmarks:
                if name in known:
                    field = document.createInstance(PAGE_REFERENCE)
                    field.ReferenceFieldSource = BOOKMARKS
                    field.ReferenceFieldPart = PAGE_AS_PRINTED
                    field.SourceName = name
                    text.insertTextContent(text.getEnd(), field, False)
                    fields[name] = field
            document.TextFields.refresh()
            return {name: field.getPresentation(False) for name, field in fields.items()}
        finally:
            document.close(True)

    def open(self, path: str) -> None:
        """Open a document, to be written to and printed."""
        self.shut()
        self.document = self.opened(path)
        show_pages_as_printed(self.document)

    def shut(self) -> None:
        """Close the open document, if there is one."""
        document, self.document = self.document, None
        if document is not None:
            document.close(True)

    def places(self, bookmarks: list[str]) -> dict[str, int]:
        """The pages of the open document on which bookmarks begin, counted from 1 with blank pages."""
        if not bookmarks:
            return {}
        known, cursor = self.document.Bookmarks, self.document.CurrentController.getViewCursor()
        found: dict[str, int] = {}
        # Every call takes a third of a millisecond, so there are as few as can be.
        for name in set(bookmarks) & set(known.ElementNames):
            cursor.gotoRange(known.getByName(name).Anchor, False)
            found[name] = cursor.getPage()
        return found

    def write(self, texts: dict[str, str]) -> None:
        """Put other words in the place of some in the open document; links that they stand in stay."""
        change = self.document.createReplaceDescriptor()
        for words, others in texts.items():
            change.setSearchString(words)
            change.setReplaceString(others)
            self.document.replaceAll(change)

    def pdf(self, to: str, options: dict[str, Any]) -> str:
        """Print the open document into a file, and close it."""
        chosen = uno.Any("[]com.sun.star.beans.PropertyValue", values(**options))
        self.document.storeToURL(Path(to).as_uri(), values(FilterName="writer_pdf_Export", FilterData=chosen))
        self.shut()
        return to

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            if request["task"] == "pages":
                return {"pages": self.pages(request["file"], request["bookmarks"])}
            if request["task"] == "pdf":
                self.write(request["texts"])
                return {"written": self.pdf(request["to"], request["options"])}
            self.open(request["file"])
            return {"places": self.places(request["bookmarks"])}
        except Exception as error:
            if self.process.poll() is not None or "disposed" in str(error).lower():
                raise Gone(str(error)) from error
            return {"error": str(error) or type(error).__name__}

    def end(self) -> None:
        try:
            self.desktop.terminate()
        except Exception:
            self.process.kill()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def show_pages_as_printed(document: Any) -> None:
    """Let references to pages show the number that the page shows, such as `iv`; after loading they show digits."""
    for field in document.TextFields:
        if field.supportsService(PAGE_REFERENCE) and field.ReferenceFieldPart == PAGE:
            field.ReferenceFieldPart = PAGE_AS_PRINTED
            field.update()


def values(**named: Any) -> tuple[Any, ...]:
    """Property values, as UNO takes named arguments."""
    made: list[Any] = []
    for name, value in named.items():
        item = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


def main() -> int:
    """Answer requests until there are no more."""
    program, profile = sys.argv[1:]
    try:
        office = Office(program, Path(profile))
    except Gone:
        return 1
    try:
        for line in sys.stdin:
            print(json.dumps(office.answer(json.loads(line))), flush=True)
    except Gone:
        return 1
    finally:
        office.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
