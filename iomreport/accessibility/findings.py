"""A fault as a check finds it, before it is known who made it: content or template."""

from __future__ import annotations

from dataclasses import dataclass

from iomreport.accessibility.document import Story
from iomreport.accessibility.styles import Style
from iomreport.accessibility.wordprocessingml import Element
from iomreport.diagnostics.finding import Code


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """What is wrong with a place in a file.

    Without an element it is about the file as a whole. `words` are the words that are meant, where they are fewer than
    those of the element; `style` is what made the fault, where it was not the text itself.
    """

    code: Code
    message: str
    story: Story
    element: Element | None = None
    words: str = ""
    style: Style | None = None
