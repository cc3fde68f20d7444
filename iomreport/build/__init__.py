"""Making documents: targets, the press, outputs, batches.

`iomreport.build` is this room and, as `from iomreport import build` promises, the function that builds one document.
Python binds a sub-package to its name in the package as soon as anything in it is imported, so the room itself can be
called, and passes the call on to `iomreport.build.single.build`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from iomreport.registry import load_public


class _Room(ModuleType):
    """A module that can be called."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return load_public("build")(*arguments, **options)


sys.modules[__name__].__class__ = _Room
