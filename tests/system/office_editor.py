"""Edits documents in a LibreOffice through UNO, as a person would; run by a Python that has the module `uno`.

It is told the folder of `uno_worker.py`, the office program and a profile, and answers lines of JSON:
`{"from": PATH, "to": PATH, "edits": [[KIND, FIND, TEXT], …], "tracked": BOOL, "accept": BOOL}` with `{}` or
`{"error": TEXT}`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
import uno_worker

FILTERS = {".docx": "MS Word 2007 XML", ".odt": "writer8"}
PARAGRAPH_BREAK = 0
BOLD = 150.0


class Editor:
    """A document that is open, with what a person does to it. What is looked for must stand in it once."""

    def __init__(self, office, document) -> None:
        self.office = office
        self.document = document

    def find(self, text):
        """The place of words; `BOOKMARK|words` is within a bookmark, and without words all of it."""
        name, bar, words = text.rpartition("|")
        within = self.document.Bookmarks.getByName(name).getAnchor() if bar else None
        if within is not None and not words:
            return within.getText().createTextCursorByRange(within)
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = self.document.findAll(search)
        places = [found.getByIndex(index) for index in range(found.getCount())]
        places = [each for each in places if within is None or holds(within, each)]
        if len(places) != 1:
            raise ValueError(f"{text!r} stands {len(places)} times")
        return places[0].getText().createTextCursorByRange(places[0])

    def insert(self, find, text) -> None:
        """Writes behind what is found."""
        cursor = self.find(find)
        cursor.collapseToEnd()
        cursor.getText().insertString(cursor, text, False)

    def put(self, find, text) -> None:
        """Writes before what is found."""
        cursor = self.find(find)
        cursor.collapseToStart()
        cursor.getText().insertString(cursor, text, False)

    def replace(self, find, text) -> None:
        cursor = self.find(find)
        cursor.setString(text)

    def format(self, find, text) -> None:
        self.find(find).CharWeight = BOLD

    def comment(self, find, text) -> None:
        cursor = self.find(find)
        cursor.collapseToEnd()
        note = self.document.createInstance("com.sun.star.text.textfield.Annotation")
        note.Content, note.Author = text, "Ministry"
        cursor.getText().insertTextContent(cursor, note, False)

    def paragraph(self, find, text) -> None:
        """Writes a paragraph behind the one with what is found."""
        cursor = self.find(find)
        cursor.gotoEndOfParagraph(False)
        cursor.getText().insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cursor.getText().insertString(cursor, text, False)

    def split(self, find, text) -> None:
        """Ends the paragraph behind what is found."""
        cursor = self.find(find)
        cursor.collapseToEnd()
        cursor.getText().insertControlCharacter(cursor, PARAGRAPH_BREAK, False)

    def remove(self, find, text) -> None:
        """Deletes the whole paragraph with what is found, and `text` more behind it."""
        cursor = self.find(find)
        cursor.gotoStartOfParagraph(False)
        for _ in range(int(text or 0)):
            cursor.gotoNextParagraph(True)
        cursor.gotoEndOfParagraph(True)
        cursor.goRight(1, True)
        cursor.setString("")

    def join(self, find, text) -> None:
        """Joins the paragraph with what is found to the next."""
        cursor = self.find(find)
        cursor.gotoEndOfParagraph(False)
        cursor.goRight(1, True)
        cursor.setString("")

    def move(self, find, text) -> None:
        """Cuts what is found out, and pastes it behind `text`."""
        controller = self.document.getCurrentController()
        frame = controller.getFrame()
        dispatcher = self.office.dispatcher()
        controller.select(self.find(find))
        dispatcher.executeDispatch(frame, ".uno:Cut", "", 0, ())
        target = self.find(text)
        target.collapseToEnd()
        controller.select(target)
        dispatcher.executeDispatch(frame, ".uno:Paste", "", 0, ())

    def accept(self) -> None:
        frame = self.document.getCurrentController().getFrame()
        self.office.dispatcher().executeDispatch(frame, ".uno:AcceptAllTrackedChanges", "", 0, ())


def holds(outer, inner) -> bool:
    """Whether a range lies in another."""
    text = outer.getText()
    try:
        return text.compareRegionStarts(outer, inner) >= 0 and text.compareRegionEnds(outer, inner) <= 0
    except Exception:
        return False


class Desk(uno_worker.Office):
    """A LibreOffice whose documents are edited."""

    def dispatcher(self):
        return self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", self.context)

    def _connected(self, resolver, address):
        self.context = super()._connected(resolver, address)
        return self.context

    def edit(self, request) -> None:
        document = self.opened(request["from"])
        try:
            document.RecordChanges = request["tracked"]
            editor = Editor(self, document)
            for kind, find, text in request["edits"]:
                getattr(editor, kind)(find, text)
            if request["accept"]:
                editor.accept()
            target = Path(request["to"])
            document.storeToURL(target.as_uri(), uno_worker.values(FilterName=FILTERS[target.suffix]))
        finally:
            document.close(True)


def main() -> None:
    desk = Desk(sys.argv[2], Path(sys.argv[3]))
    try:
        for line in sys.stdin:
            try:
                desk.edit(json.loads(line))
                answer = {}
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)
    finally:
        desk.end()


if __name__ == "__main__":
    main()
