"""How many examples a test tries that takes long over each."""

from __future__ import annotations

from hypothesis import settings


def examples(share: float) -> settings:
    """A share of the examples that the profile of the run has tests try."""
    return settings(max_examples=round(settings().max_examples * share))
