"""What every generated message and enum has."""

from __future__ import annotations

import datetime as _datetime
import enum as _enum
import typing as _t
from collections.abc import Iterable, Mapping

from omni_ai import _core

if _t.TYPE_CHECKING:
    from typing_extensions import Buffer, Self

    Floats: _t.TypeAlias = Iterable[float] | Buffer
    """Numbers: a list, or anything with the buffer protocol, such as a numpy array."""
    FloatsOrNone: _t.TypeAlias = Iterable[float | None] | Buffer
    """Numbers in which None stands for a missing one."""
    Ints: _t.TypeAlias = Iterable[int] | Buffer
    """Whole numbers: a list, or anything with the buffer protocol."""

    class _Dataclass(_t.Protocol):
        __dataclass_fields__: _t.ClassVar[dict[str, _t.Any]]

    class _Model(_t.Protocol):
        def model_dump(self) -> dict[str, _t.Any]: ...

    StructLike: _t.TypeAlias = Mapping[str, _t.Any] | _Dataclass | _Model
    """A JSON object: a mapping, a dataclass, or a model with `model_dump()`."""

_T = _t.TypeVar("_T")

Row = tuple[str, int, str, str, "str | None", "str | None", "str | None"]
"""A field: attribute, number, kind, label, class, oneof, and the key type of a map or the list of missing positions."""

_SHOWN = 32
"""How many items of a list `repr` shows."""


class Enum(_enum.IntEnum):
    """An open enum: numbers that this version does not know are kept.

    A member is found by number, or by its name in any case, with or without the prefix of the contract.
    """

    __proto_prefix__ = ""

    @property
    def full_name(self) -> str:
        """The name in the contract, as JSON shows it; for an unknown number the number."""
        return f"{self.__proto_prefix__}{self.name}" if self.is_known else str(int(self))

    @property
    def is_known(self) -> bool:
        """Whether this version of the SDK knows the number."""
        return self.name in type(self).__members__

    @classmethod
    def _missing_(cls, value: object) -> Enum:
        if isinstance(value, str):
            name = value.upper()
            short = name.removeprefix(cls.__proto_prefix__) if cls.__proto_prefix__ else name
            for known, member in cls.__members__.items():
                if known.upper() in (short, name):
                    return member
            raise ValueError(f"expected one of {', '.join(cls.__members__)}, got {value!r}")
        if isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31:
            unknown = int.__new__(cls, value)
            unknown._name_ = f"UNKNOWN_{value}"
            unknown._value_ = value
            return unknown
        raise ValueError(f"expected a {cls.__name__}, one of its names or a number of 32 bits, got {value!r}")

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def __reduce_ex__(self, proto: object) -> tuple[_t.Any, ...]:
        return (type(self), (int(self),))


class Message:
    """A message of the API.

    Attributes hold plain values: numbers, texts, lists, dicts, `datetime` and `timedelta`, other messages. What is not
    set is None where the contract tells unset from zero, else the zero of its type. Fields that this version does not
    know are kept and sent on.
    """

    __slots__ = ("_unknown",)
    __match_args__: _t.ClassVar[tuple[str, ...]] = ()
    __fields__: _t.ClassVar[tuple[Row, ...]] = ()
    __proto_name__: _t.ClassVar[str] = ""
    __secrets__: _t.ClassVar[tuple[str, ...]] = ()
    __table__: _t.ClassVar[object] = None
    __hash__: _t.ClassVar[None]  # type: ignore[assignment]

    _unknown: bytes

    def to_bytes(self) -> bytes:
        """The message in the protobuf wire format.

        Raises:
            TypeError: a value has a type that its field does not take; the text names the field.
            ValueError: a value is out of the range of its field; the text names the field.
        """
        return _core.encode(type(self), self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The message that these bytes hold in the protobuf wire format.

        Raises:
            ValueError: the bytes are no such message.
        """
        return _core.decode(cls, bytes(data))

    def to_dict(self, *, include_defaults: bool = True) -> dict[str, _t.Any]:
        """The fields as a dict of Python values; messages become dicts, unset fields are left out.

        Args:
            include_defaults: False leaves out zeros, empty texts, empty lists and empty dicts as well.
        """
        return _to_dict(self, include_defaults, _keep, _keep_name)

    @classmethod
    def from_dict(cls, fields: Mapping[str, _t.Any]) -> Self:
        """The message of a dict, the inverse of `to_dict`. Takes the names of the contract and of its JSON.

        Raises:
            TypeError: a value has a type that its field does not take; the text names the field.
            ValueError: no such field, or a value out of the range of its field; the text names the field.
        """
        return _core.decode(cls, _core.encode(cls, fields))

    def to_json(self, *, include_defaults: bool = True, indent: int | None = None) -> str:
        """The message as ProtoJSON: names in lowerCamelCase, enums by name, times in RFC 3339.

        Args:
            include_defaults: False leaves out zeros, empty texts, empty lists and empty objects.
            indent: as for `json.dumps`.
        """
        import json

        fields = _to_dict(self, include_defaults, _jsonable, _camel)
        return json.dumps(fields, indent=indent, ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The message of a ProtoJSON text.

        Raises:
            TypeError: a value has a type that its field does not take; the text names the field.
            ValueError: the text is no JSON object, no such field, or a value out of the range of its field.
        """
        import json

        fields = json.loads(text)
        if not isinstance(fields, dict):
            raise ValueError(f"expected a JSON object, got {type(fields).__name__}")
        return _core.decode(cls, _core.encode(cls, _t.cast("dict[str, _t.Any]", fields), True))

    def __repr__(self) -> str:
        shown = (
            f"{name}={'…' if name in self.__secrets__ else _show(value)}"
            for name, value in ((row[0], getattr(self, row[0])) for row in self.__fields__)
            if not _is_default(value)
        )
        return f"{type(self).__name__}({', '.join(shown)})"

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        same = all(getattr(self, row[0]) == getattr(other, row[0]) for row in self.__fields__)
        return same and getattr(self, "_unknown", b"") == getattr(other, "_unknown", b"")

    def __replace__(self, /, **changes: _t.Any) -> Self:
        """A copy with some fields changed, for `copy.replace`. Of a oneof, the one given replaces the one set."""
        chosen = {row[5] for row in self.__fields__ if row[0] in changes and changes[row[0]] is not None}
        fields = {row[0]: getattr(self, row[0]) for row in self.__fields__ if row[5] is None or row[5] not in chosen}
        return _restore(type(self), {**fields, **changes}, getattr(self, "_unknown", b""))

    def __reduce__(self) -> tuple[_t.Any, ...]:
        fields = {row[0]: getattr(self, row[0]) for row in self.__fields__}
        return (_restore, (type(self), fields, getattr(self, "_unknown", b"")))


_M = _t.TypeVar("_M", bound=Message)


def _restore(cls: type[_M], fields: dict[str, _t.Any], unknown: bytes) -> _M:
    # Goes through __init__: fields that came later get their defaults.
    message = cls(**fields)
    if unknown:
        message._unknown = unknown  # pyright: ignore[reportPrivateUsage]
    return message


def items(values: Iterable[_T] | Buffer) -> list[_T]:
    """A list of its own. Arrays give Python numbers, and None where they are masked."""
    if isinstance(values, (str, bytes, bytearray, Mapping)):
        raise TypeError(f"expected a list, got {type(_t.cast('object', values)).__name__}")
    to_list = getattr(values, "tolist", None)
    if to_list is not None:
        return to_list()
    return list(_t.cast("Iterable[_T]", values))


def split_missing(values: FloatsOrNone, missing: Ints) -> tuple[list[float], list[int]]:
    """The values with 0 for None, and the positions of None with those given."""
    given: list[float | None] = items(values)
    positions = {index for index, value in enumerate(given) if value is None}
    listed: list[int] = items(missing)
    if positions:
        listed = sorted(positions.union(listed))
    return [0.0 if value is None else value for value in given], listed


def struct(value: StructLike) -> dict[str, _t.Any]:
    """A JSON object as a dict."""
    if isinstance(value, Mapping):
        return dict(value)
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump()
    import dataclasses

    return dataclasses.asdict(_t.cast("_t.Any", value))


def at_most_one(oneof: str, **members: object) -> None:
    """Refuses two members of a oneof."""
    given = [name for name, value in members.items() if value is not None]
    if len(given) > 1:
        raise ValueError(f"expected at most one of {oneof}, got {' and '.join(given)}")


def _is_default(value: object) -> bool:
    if value is None:
        return True
    if isinstance(value, float):
        # Minus zero is not the default.
        return str(value) == "0.0"
    return isinstance(value, (int, str, bytes, list, dict)) and not value


def _show(value: object) -> str:
    if isinstance(value, list):
        values = _t.cast("list[object]", value)
        shown = ", ".join(_show(item) for item in values[:_SHOWN])
        return f"[{shown}, … {len(values) - _SHOWN} more]" if len(values) > _SHOWN else f"[{shown}]"
    return repr(value)


def _keep(value: _t.Any, _kind: str) -> _t.Any:
    return value


def _keep_name(name: str) -> str:
    return name


def _to_dict(
    message: Message,
    include_defaults: bool,
    convert: _t.Callable[[_t.Any, str], _t.Any],
    rename: _t.Callable[[str], str],
) -> dict[str, _t.Any]:
    def one(value: _t.Any, kind: str) -> _t.Any:
        return _to_dict(value, include_defaults, convert, rename) if kind == "message" else convert(value, kind)

    fields: dict[str, _t.Any] = {}
    for name, _, kind, label, *_ in message.__fields__:
        value = getattr(message, name)
        if value is None or (not include_defaults and label != "optional" and _is_default(value)):
            continue
        if label in ("repeated", "packed"):
            fields[rename(name)] = [one(item, kind) for item in value]
        elif label == "map":
            keys = _json_key if convert is _jsonable else _keep_key
            fields[rename(name)] = {keys(key): one(item, kind) for key, item in value.items()}
        else:
            fields[rename(name)] = one(value, kind)
    return fields


def _keep_key(key: _t.Any) -> _t.Any:
    return key


def _json_key(key: _t.Any) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)


def _camel(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


_WIDE = frozenset({"int64", "uint64", "sint64", "fixed64", "sfixed64"})
"""Whole numbers that a double cannot hold: JSON has them as texts."""


def _jsonable(value: _t.Any, kind: str) -> _t.Any:
    kind = kind.removeprefix("wrapped_")
    if kind in _WIDE:
        return str(int(value))
    if kind in ("double", "float"):
        return _json_float(float(value), kind)
    if kind == "enum":
        return value.full_name if value.is_known else int(value)
    if kind == "bytes":
        import base64

        return base64.b64encode(value).decode()
    if kind == "timestamp":
        return _rfc3339(value)
    if kind == "duration":
        return _seconds(value)
    if kind == "field_mask":
        return ",".join(".".join(_camel(part) for part in path.split(".")) for path in value)
    return value


def _json_float(value: float, kind: str) -> float | str:
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    if kind == "float":
        # The shortest text that is this float again.
        for digits in range(6, 10):
            short = float(f"{value:.{digits}g}")
            if _float32(short) == value:
                return short
    return value


def _float32(value: float) -> float:
    import struct as _struct

    try:
        return _struct.unpack("f", _struct.pack("f", value))[0]
    except OverflowError:
        return value


def _rfc3339(value: _datetime.datetime) -> str:
    utc = value.astimezone(_datetime.timezone.utc).replace(tzinfo=None)
    return f"{utc.isoformat(timespec=_timespec(utc.microsecond))}Z"


def _timespec(microseconds: int) -> str:
    if microseconds == 0:
        return "seconds"
    return "milliseconds" if microseconds % 1000 == 0 else "microseconds"


def _seconds(value: _datetime.timedelta) -> str:
    total = (value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds
    sign, total = ("-", -total) if total < 0 else ("", total)
    whole, micros = divmod(total, 1_000_000)
    digits = {"seconds": "", "milliseconds": f".{micros // 1000:03}", "microseconds": f".{micros:06}"}
    return f"{sign}{whole}{digits[_timespec(micros)]}s"
