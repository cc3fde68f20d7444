"""The fixed words of the edition that its templates can print, by name."""

from __future__ import annotations

from pathlib import Path

from iomreport.source.loader import LABELS, STRATEGY
from iomreport.source.reading import Reading


def label_names(project: Path) -> frozenset[str] | None:
    """The names of the labels in the edition's language; None where they cannot be read."""
    reading = Reading(project)
    frame, labels = reading.yaml(STRATEGY), reading.yaml(LABELS)
    if frame is None or labels is None or not isinstance(frame.value, dict) or not isinstance(labels.value, dict):
        return None
    language = str(frame.value.get("language", ""))
    found = labels.value.get(language) or labels.value.get(language.partition("-")[0])
    return frozenset(found) if isinstance(found, dict) else None
