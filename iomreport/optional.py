"""Which optional packages are installed, asked without importing them."""

from __future__ import annotations

from importlib.util import find_spec


def is_installed(package: str) -> bool:
    """Whether a package can be imported."""
    return find_spec(package) is not None
