"""The debug log: one line per attempt, to the logger `omni_ai`."""

from __future__ import annotations

import logging

logger = logging.getLogger("omni_ai")


def write(lines: list[str]) -> None:
    """Called by the native half with the lines of finished attempts."""
    for line in lines:
        logger.debug("%s", line)


class _Fallback(logging.StreamHandler):  # type: ignore[type-arg]
    """Standard error, until the program sets up logging."""

    def emit(self, record: logging.LogRecord) -> None:
        if logger.handlers == [self] and not logging.getLogger().handlers:
            super().emit(record)


def show() -> None:
    """Makes the lines visible: level DEBUG, and standard error where the program has not set up logging."""
    logger.setLevel(logging.DEBUG)
    if not logger.hasHandlers():
        handler = _Fallback()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger.addHandler(handler)
