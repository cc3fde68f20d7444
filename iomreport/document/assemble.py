"""Assembling documents from a template.

A render is: fill, settle, encode, pack. Members that do not change are copied as they lie in the template, and what
documents share is made once for all of them: see `moulds.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from iomreport.document.draft import PLAIN, Document, Draft, Imprint, draft, packed
from iomreport.document.moulds import known_mould, learn, shape_of
from iomreport.document.template import Template
from iomreport.registry import load
from iomreport.word.packer import Packer

__all__ = ["PLAIN", "Document", "Draft", "Imprint", "Packer", "assemble", "draft", "packed"]


def assemble(
    template: Template,
    values: Mapping[str, Any],
    packer: Packer,
    imprint: Imprint = PLAIN,
    pages: Mapping[str, str] | None = None,
) -> Document:
    """Make a document. `values` are what the template can name; `pages` are printed page numbers by bookmark.

    Raises `TemplateError`.
    """
    own = template.own(values)
    shape = None if pages or template.bound_to is not None else shape_of(own, values, imprint, packer)
    mould = known_mould(template, shape, values) if shape is not None else None
    if shape is not None and mould is not None:
        return mould.filled(shape.words, packer, imprint.finish)
    made = draft(template, values, imprint, pages, own)
    if made is None:
        return Document(load("docxtpl fallback").render_bound(template.bound_to, template, values), (), (), (), 0)
    if shape is not None:
        learn(template, values, imprint, own, shape, packer, made)
    return packed(made, packer, imprint.finish)
