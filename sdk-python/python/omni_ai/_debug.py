"""The debug log: one line per attempt, to the logger `omni_ai`."""

from __future__ import annotations

import logging

logger = logging.getLogger("omni_ai")


def write(lines: list[str]) -> None:
    """Called by the native half with the lines of finished attempts."""
    for line in lines:
        logger.debug("%s", line)


def show() -> None:
    """Makes the lines visible: level DEBUG, and standard error where the program has not set up logging."""
    logger.setLevel(logging.DEBUG)
    if not logger.hasHandlers():
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger.addHandler(handler)
