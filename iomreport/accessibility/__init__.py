"""Whether everyone can read a document or template: EN 301 549, chapter 10, as far as a program can tell."""

from iomreport.accessibility.check import (
    ClauseResult,
    Examination,
    Outcome,
    check_document,
    check_template,
    examine,
    examine_template,
    template_places,
)
from iomreport.accessibility.locations import ContentPlaces
from iomreport.accessibility.template_locations import TemplatePlaces

__all__ = [
    "ClauseResult",
    "ContentPlaces",
    "Examination",
    "Outcome",
    "TemplatePlaces",
    "check_document",
    "check_template",
    "examine",
    "examine_template",
    "template_places",
]
