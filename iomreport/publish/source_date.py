"""The date that documents bear, where whoever builds them sets it (reproducible-builds.org, `SOURCE_DATE_EPOCH`)."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from iomreport.diagnostics.codes.publish import BAD_EPOCH
from iomreport.diagnostics.finding import UsageError

EPOCH = "SOURCE_DATE_EPOCH"


def source_date() -> datetime | None:
    """The moment that `SOURCE_DATE_EPOCH` sets, in seconds since 1970; none where it is not set.

    Raises `UsageError` where it says no moment that a date can show.
    """
    epoch = os.environ.get(EPOCH, "")
    if not epoch:
        return None
    try:
        if not (epoch.isascii() and epoch.isdigit()):
            raise ValueError(epoch)
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        shown = epoch if len(epoch) < 30 else f"{epoch[:29]}…"
        raise UsageError(BAD_EPOCH.at(None, f'{EPOCH} is "{shown}", which is no date')) from error
