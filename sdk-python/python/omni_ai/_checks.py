"""Checks of settings and options of calls. Each error names the argument and says what was expected."""

from __future__ import annotations

import typing as _t

from omni_ai._errors import ConfigError, ConfigTypeError

if _t.TYPE_CHECKING:
    import datetime as _datetime
    from collections.abc import Mapping

MAX_RETRIES = 10
# What a timer of every platform can hold.
LONGEST_TIMEOUT = 1e9


def seconds(value: float | _datetime.timedelta | None, setting: str = "timeout") -> float | None:
    """A duration in seconds, above 0."""
    if value is None:
        return None
    number: _t.Any = value
    if hasattr(number, "total_seconds"):
        number = number.total_seconds()
    if isinstance(number, (bool, str)) or not hasattr(number, "__float__"):
        raise wrong_type(setting, "seconds as a number or a timedelta", value)
    try:
        number = float(number)
    except OverflowError:
        number = float("inf")
    if not number > 0:
        raise wrong(setting, f"expected seconds above 0, got {number:g}")
    if not 1e-9 <= number <= LONGEST_TIMEOUT:
        raise wrong(setting, f"expected seconds from 1e-9 to {LONGEST_TIMEOUT:g}, got {number:g}")
    return number


def retries(value: int | None) -> int | None:
    """A number of retries."""
    if value is None:
        return None
    expected = f"a whole number from 0 to {MAX_RETRIES}"
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise wrong_type("max_retries", expected, value)
    number = value.__index__()
    if not 0 <= number <= MAX_RETRIES:
        shown = str(number) if abs(number) < 10**18 else "a number of many digits"
        raise wrong("max_retries", f"expected {expected}, got {shown}")
    return number


def text(setting: str, value: str | None) -> str | None:
    """A text. The value is not shown: it may be a key."""
    if value is None or isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        return value
    raise wrong_type(setting, "a str", value)


def flag(setting: str, value: bool | None) -> bool | None:
    """True or False."""
    if value is None or isinstance(value, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
        return value
    raise wrong_type(setting, "True or False", value)


def metadata(given: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    """Metadata as pairs."""
    if given is None:
        return ()
    if not hasattr(given, "items"):
        raise wrong_type("extra_metadata", "a mapping of str to str", given)
    pairs = tuple(given.items())
    for name, value in pairs:
        if not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise wrong_type("extra_metadata", "names that are str", name)
        if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise wrong_type(f"extra_metadata[{name!r}]", "a str", value)
    return pairs


def wrong(setting: str, why: str) -> ConfigError:
    """The error of a value that does not fit."""
    return ConfigError(f"{setting}: {why}", setting=setting)


def wrong_type(setting: str, expected: str, value: object) -> ConfigTypeError:
    """The error of a value of a wrong type."""
    return ConfigTypeError(f"{setting}: expected {expected}, got {type(value).__name__}", setting=setting)
