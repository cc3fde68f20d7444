"""Images of figures and the publisher's emblem, read from the project."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path, PurePosixPath

from iomreport.diagnostics.codes.publish import MISSING_IMAGE, UNKNOWN_IMAGE
from iomreport.diagnostics.finding import ContentError
from iomreport.markup.nodes import Figure
from iomreport.word.fragments import Picture

_KINDS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}


def picture_path(figure: Figure) -> str:
    """The path of a figure's image in the project; the figure's own is relative to its content file."""
    folder = PurePosixPath(figure.location.path).parent if figure.location else PurePosixPath("content")
    return (folder / figure.source).as_posix()


def picture_reader(project: Path) -> Callable[[Figure], Picture]:
    """A function that reads the image of a figure from the project's folder."""
    return pictures_from(lambda path: (project / path).read_bytes())


def pictures_from(source: Callable[[str], bytes]) -> Callable[[Figure], Picture]:
    """A function that makes the image of a figure from what `source` gives, or raises `OSError`, for its path."""

    def read(figure: Figure) -> Picture:
        import imagesize  # pyright: ignore[reportMissingTypeStubs]

        try:
            content = source(picture_path(figure))
        except OSError as error:
            message = f"the image {figure.source} cannot be read: {error.strerror or error}"
            raise ContentError(MISSING_IMAGE.at(figure.location, message)) from error
        kind = next((kind for start, kind in _KINDS.items() if content.startswith(start)), "")
        width, height = imagesize.get(BytesIO(content))  # pyright: ignore[reportUnknownMemberType]
        if not kind or width < 1 or height < 1:
            message = f"{figure.source} is not an image that Word and this program both know"
            raise ContentError(UNKNOWN_IMAGE.at(figure.location, message))
        return Picture(content, kind, width, height)

    return read
