"""Findings about laying documents out: engines, fonts and page numbers."""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics.finding import Code, Severity

NO_ENGINE: Final = Code(
    "L001",
    "no layout engine is installed",
    why="The contents stay without page numbers until Word fills them: right-click the contents, Update Field.",
    fix='install the embedded engine: pip install "iomreport[layout]"',
    severity=Severity.WARNING,
    wrong="iomreport build, where neither rdocx nor LibreOffice is installed",
    right='pip install "iomreport[layout]", or iomreport build --layout none',
)
ENGINE_REPLACED: Final = Code(
    "L002",
    "another layout engine takes the place of the one that is missing",
    why="Two engines do not always break a page at the same line.",
    fix='install the embedded engine: pip install "iomreport[layout]"',
    severity=Severity.WARNING,
    wrong="iomreport build, where LibreOffice is installed and rdocx is not",
    right='pip install "iomreport[layout]"',
)
NO_EMBEDDED: Final = Code(
    "L003",
    "the embedded layout engine is not installed",
    why="It was asked for by name, so nothing else takes its place.",
    fix='pip install "iomreport[layout]", or choose --layout libreoffice',
    wrong="iomreport build --layout embedded, without the package rdocx",
    right='pip install "iomreport[layout]"',
)
NO_LIBREOFFICE: Final = Code(
    "L004",
    "LibreOffice cannot be found",
    why="It is what lays pages out when LibreOffice is asked for by name.",
    fix="install LibreOffice Writer, or put the folder of soffice on the PATH",
    wrong="iomreport build --layout libreoffice, without LibreOffice",
    right="apt install libreoffice-writer python3-uno",
)
NO_UNO: Final = Code(
    "L005",
    "LibreOffice has no bridge to Python",
    why="LibreOffice is driven through UNO, by a Python that has the module uno.",
    fix="install it: python3-uno on Debian and Ubuntu, libreoffice-pyuno on Fedora",
    wrong="libreoffice-writer without python3-uno",
    right="apt install libreoffice-writer python3-uno",
)
PDF_WITHOUT_ENGINE: Final = Code(
    "L006",
    "a PDF cannot be made without a layout engine",
    why="A PDF consists of pages, and only an engine makes pages.",
    fix="install LibreOffice Writer with its bridge to Python, or at least pip install 'iomreport[layout,pdf]'",
    wrong="iomreport build -f pdf --layout none",
    right="iomreport build -f pdf",
)
PDF_WITHOUT_PIKEPDF: Final = Code(
    "L007",
    "the package that finishes PDFs is not installed",
    why="What LibreOffice writes fails the rules that the PDF claims to follow; pikepdf is what mends it.",
    fix='pip install "iomreport[pdf]"',
    wrong="iomreport build -f pdf, without the package pikepdf",
    right='pip install "iomreport[pdf]"',
)
PDF_UNTAGGED: Final = Code(
    "L008",
    "the PDF is not tagged",
    why="A screen reader meets no headings, tables or notes in it, and it claims neither PDF/UA nor PDF/A.",
    fix="install LibreOffice Writer with its bridge to Python, and build again",
    severity=Severity.WARNING,
    wrong="iomreport build -f pdf --layout embedded",
    right="iomreport build -f pdf",
)
UNREADABLE: Final = Code(
    "L101",
    "the layout engine cannot read the document",
    why="Without a layout the contents have no page numbers.",
    fix="lay it out with the other engine (--layout libreoffice or embedded), or without: --layout none",
    wrong="a template with parts that the engine does not know",
    right="iomreport build albania --layout libreoffice",
)
ENGINE_FAILED: Final = Code(
    "L102",
    "the layout engine stopped or hung, twice, on the same document",
    why="It was started afresh and failed again, so it is this document that it cannot lay out.",
    fix="lay it out with the other engine (--layout libreoffice or embedded), or without: --layout none",
    wrong="a document on which LibreOffice hangs",
    right="iomreport build albania --layout embedded",
)
NO_BOOKMARK: Final = Code(
    "L103",
    "a bookmark that the contents point to stands on no page",
    why="The entry would have no page number.",
    fix="see whether the heading is hidden, or deleted by a tracked change, in the template",
    wrong="a heading formatted as hidden text",
    right="a heading that is printed",
)
PDF_CLAIMS_LESS: Final = Code(
    "L104",
    "a PDF does not claim to be accessible",
    why="PDF/UA is a promise to people who do not see the page; the file says that it keeps it only where it does.",
    fix="mend what the message names, on the page that it names, in the template or the content, and build again",
    severity=Severity.WARNING,
    wrong="a picture without alternative text, or a document without a language",
    right="every picture described or marked as decorative, and a language in strategy.yaml",
)
FONT_TWIN: Final = Code(
    "L201",
    "a font is missing; one with the same widths takes its place",
    why="Letters look different; lines, pages and the page numbers of the contents are as with the right font.",
    fix="install the font, or ask for the other one in the template",
    severity=Severity.WARNING,
    wrong="a template in Calibri, built where only Carlito is installed",
    right="a template in Carlito",
)
FONT_SUBSTITUTED: Final = Code(
    "L202",
    "a font is missing; another takes its place",
    why="Lines and pages break elsewhere, so page numbers in the contents differ from those that readers see who have"
    " the font.",
    fix="install the font, or ask for an installed one in the template",
    severity=Severity.WARNING,
    wrong="a template in Gill Sans, built where it is not installed",
    right="a template in Carlito or Noto Serif, with the font installed",
)
FONT_MISSING: Final = Code(
    "L203",
    "a font is missing, and no other is installed",
    why="The pages are laid out with whatever the engine brings along.",
    fix="install the font: for Carlito, fonts-crosextra-carlito on Debian and Ubuntu",
    severity=Severity.WARNING,
    wrong="a machine without fonts",
    right="apt install fonts-crosextra-carlito fonts-noto-core",
)
FONT_NOT_EMBEDDED: Final = Code(
    "L204",
    "a font cannot be embedded in the document",
    why="A reader without the font sees other letters and, it may be, other page breaks.",
    fix="ask for an open font in the template, such as Carlito or Noto Serif",
    severity=Severity.WARNING,
    wrong="--embed-fonts with a font whose maker forbids it",
    right="--embed-fonts with Carlito",
)
