"""The fast back-end is asked for by name, and missed with advice."""

from __future__ import annotations

import pytest

from iomreport.word import package as deflate


def test_a_back_end_that_is_not_installed_is_missed_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deflate, "is_installed", lambda name: False)
    with pytest.raises(ImportError, match=r"iomreport\[fast\]"):
        deflate.deflater("fast")
    assert deflate.deflater().name == "zlib-2"
