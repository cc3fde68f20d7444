"""Assembling a document: what documents share is made once for all of them (`mail_merge.py`), the rest in full."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from iomreport.template.mail_merge import known_merge_template, learn, shape_of
from iomreport.template.render import Template
from iomreport.template.rendered import NO_INFO, Document, DocumentInfo, render_document, to_docx
from iomreport.word.package import Packer


def assemble(
    template: Template,
    values: Mapping[str, Any],
    packer: Packer,
    info: DocumentInfo = NO_INFO,
    pages: Mapping[str, str] | None = None,
) -> Document:
    """Make a document. `values` are what the template can name; `pages` are printed page numbers by bookmark.

    Raises `TemplateError`.
    """
    own = template.own(values)
    shape = (
        None
        if pages or template.bound_to is not None
        else shape_of(own, template.compiled.shared_names, values, info, packer)
    )
    merge_template = known_merge_template(template, shape, values) if shape is not None else None
    if shape is not None and merge_template is not None:
        return merge_template.filled(shape.words, packer, info.finish)
    made = render_document(template, values, info, pages, own)
    if made is None:
        from iomreport.template.docxtpl_values import render_bound

        return Document(render_bound(template.bound_to, template, values), (), (), (), 0)
    if shape is not None:
        learn(template, values, info, own, shape, packer, made)
    return to_docx(made, packer, info.finish)
