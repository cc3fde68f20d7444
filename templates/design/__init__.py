"""The design of the shipped templates: it draws them as Word files, which from then on are the truth.

Nothing here is needed to build a document. `make templates` draws `strategy.docx`, `country.docx` and `theme.docx`
anew.
"""

from __future__ import annotations

from templates.design.starter import Kind, write_starter

__all__ = ["Kind", "write_starter"]
