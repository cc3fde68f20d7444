"""The seal of a page: whether it is as it was built, or somebody edited or re-saved it.

It is made of the page's bytes without the seal itself.
"""

from __future__ import annotations

import re
from hashlib import sha256

from iomreport.word.seal import SEAL

BLANK = "0" * 32
_SEAL = re.compile(rb'(<meta name="' + re.escape(SEAL).encode() + rb'" content=")([0-9a-f]{32})(">)')


def sealed(page: str) -> bytes:
    """The bytes of a page, with the seal in the place of its blank one, if it has one."""
    content = page.encode()
    return _SEAL.sub(rb"\g<1>" + _seal(content) + rb"\g<3>", content, count=1)


def is_as_built(content: bytes) -> bool:
    """Whether a page carries a seal and the seal fits; false for any other file."""
    found = _SEAL.search(content)
    if found is None:
        return False
    blank = content[: found.start(2)] + BLANK.encode() + content[found.end(2) :]
    return _seal(blank) == found[2]


def _seal(content: bytes) -> bytes:
    return sha256(content).hexdigest()[: len(BLANK)].encode()
