"""Starter templates: Word files that a person opens, restyles and keeps.

`write_starter` writes a fresh one. From then on the file is the truth, and nothing here is used to build a document.
"""

from __future__ import annotations

from iomreport.starter.starter import Kind, write_starter

__all__ = ["Kind", "write_starter"]
