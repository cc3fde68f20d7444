"""`python -m templates.design`: draw the shipped templates."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from templates.design import Kind, write_starter

for kind in get_args(Kind):
    write_starter(Path(__file__).resolve().parent.parent / f"{kind}.docx", kind)
