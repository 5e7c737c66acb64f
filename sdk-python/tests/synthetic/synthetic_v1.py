# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""Messages and enums of omni.synthetic.v1."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime
import typing as _t

from omni_ai import _message as _m

if _t.TYPE_CHECKING:
    from synthetic import options_v1 as _options_v1


class EverythingInnerLevel(_m.Enum):
    """How much."""

    __proto_prefix__ = "LEVEL_"

    UNSPECIFIED = 0
    """Not set."""
    HIGH = 1
    """Much."""


class Color(_m.Enum):
    """A colour."""

    __proto_prefix__ = "COLOR_"

    UNSPECIFIED = 0
    """Not set."""
    RED = 1
    """Red."""
    INFRA_RED = -1
    """Below zero."""


class Odd(_m.Enum):
    """Values without a common beginning, two names for one number."""

    __proto_prefix__ = ""

    NIL = 0
    """Zero."""
    ONE = 1
    """One."""
    UNO = 1
    """One again."""


class ListThingsRequest(_m.Message):
    """A page of things."""

    __slots__ = ("page_size", "page_token")
    __match_args__ = ("page_size", "page_token")
    __proto_name__ = "omni.synthetic.v1.ListThingsRequest"
    __fields__ = (
        ("page_size", 1, "int32", "one", None, None, None),
        ("page_token", 2, "string", "one", None, None, None),
    )

    page_size: int
    """How many at most."""
    page_token: str
    """Where to go on."""

    def __init__(
        self,
        *,
        page_size: int = 0,
        page_token: str = "",
    ) -> None:
        self.page_size = page_size
        self.page_token = page_token


class ListThingsResponse(_m.Message):
    """Things."""

    __slots__ = ("things", "next_page_token")
    __match_args__ = ("things", "next_page_token")
    __proto_name__ = "omni.synthetic.v1.ListThingsResponse"
    __fields__ = (
        ("things", 1, "message", "repeated", "Thing", None, None),
        ("next_page_token", 2, "string", "one", None, None, None),
    )

    things: list[Thing]
    """The things."""
    next_page_token: str
    """Where to go on; empty at the end."""

    def __init__(
        self,
        *,
        things: _abc.Iterable[Thing] = (),
        next_page_token: str = "",
    ) -> None:
        self.things = _m.items(things)
        self.next_page_token = next_page_token


class Thing(_m.Message):
    """A thing."""

    __slots__ = ("name",)
    __match_args__ = ("name",)
    __proto_name__ = "omni.synthetic.v1.Thing"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
    )

    name: str
    """Its name."""

    def __init__(
        self,
        *,
        name: str = "",
    ) -> None:
        self.name = name


class UpdateThingRequest(_m.Message):
    """Changes a thing."""

    __slots__ = ("name", "timeout", "from_", "to_dict_", "update_mask", "color", "attributes")
    __match_args__ = ("name", "timeout", "from_", "to_dict_", "update_mask", "color", "attributes")
    __proto_name__ = "omni.synthetic.v1.UpdateThingRequest"
    __fields__ = (
        ("name", 1, "string", "one", None, None, None),
        ("timeout", 2, "duration", "optional", None, None, None),
        ("from_", 3, "timestamp", "optional", None, None, None),
        ("to_dict_", 4, "string", "one", None, None, None),
        ("update_mask", 5, "field_mask", "optional", None, None, None),
        ("color", 6, "enum", "one", "Color", None, None),
        ("attributes", 7, "struct", "optional", None, None, None),
    )

    name: str
    """Its name."""
    timeout: _datetime.timedelta | None
    """Named like an option of every call."""
    from_: _datetime.datetime | None
    """Named like a keyword."""
    to_dict_: str
    """Named like a method of messages."""
    update_mask: list[str] | None
    """What to change."""
    color: Color
    """Its colour."""
    attributes: dict[str, _t.Any] | None
    """Anything."""

    def __init__(
        self,
        *,
        name: str = "",
        timeout: _datetime.timedelta | None = None,
        from_: _datetime.datetime | None = None,
        to_dict_: str = "",
        update_mask: _abc.Iterable[str] | None = None,
        color: Color | ColorName = Color.UNSPECIFIED,
        attributes: _m.StructLike | None = None,
    ) -> None:
        self.name = name
        self.timeout = timeout
        self.from_ = from_
        self.to_dict_ = to_dict_
        self.update_mask = None if update_mask is None else _m.items(update_mask)
        self.color = Color(color)
        self.attributes = None if attributes is None else _m.struct(attributes)


class Everything(_m.Message):
    """Every kind of field."""

    __slots__ = ("f_double", "f_float", "f_int32", "f_int64", "f_uint32", "f_uint64", "f_sint32", "f_sint64", "f_fixed32", "f_fixed64", "f_sfixed32", "f_sfixed64", "f_bool", "f_string", "f_bytes", "f_color", "f_odd", "f_message", "r_double", "r_float", "r_int32", "r_int64", "r_uint32", "r_uint64", "r_sint32", "r_sint64", "r_fixed32", "r_fixed64", "r_sfixed32", "r_sfixed64", "r_bool", "r_string", "r_bytes", "r_color", "r_message", "u_int32", "u_double", "o_int32", "o_string", "o_bool", "o_double", "o_color", "o_bytes", "c_int32", "c_string", "c_message", "c_color", "c_time", "m_string_string", "m_int32_double", "m_bool_color", "m_uint64_message", "m_string_time", "m_sint32_bytes", "m_fixed64_int64", "w_time", "w_duration", "w_struct", "w_value", "w_list", "w_mask", "w_double", "w_float", "w_int32", "w_int64", "w_uint32", "w_uint64", "w_bool", "w_string", "w_bytes", "w_times", "w_structs", "gappy", "gaps", "permission", "inner")
    __match_args__ = ("f_double", "f_float", "f_int32", "f_int64", "f_uint32", "f_uint64", "f_sint32", "f_sint64", "f_fixed32", "f_fixed64", "f_sfixed32", "f_sfixed64", "f_bool", "f_string", "f_bytes", "f_color", "f_odd", "f_message", "r_double", "r_float", "r_int32", "r_int64", "r_uint32", "r_uint64", "r_sint32", "r_sint64", "r_fixed32", "r_fixed64", "r_sfixed32", "r_sfixed64", "r_bool", "r_string", "r_bytes", "r_color", "r_message", "u_int32", "u_double", "o_int32", "o_string", "o_bool", "o_double", "o_color", "o_bytes", "c_int32", "c_string", "c_message", "c_color", "c_time", "m_string_string", "m_int32_double", "m_bool_color", "m_uint64_message", "m_string_time", "m_sint32_bytes", "m_fixed64_int64", "w_time", "w_duration", "w_struct", "w_value", "w_list", "w_mask", "w_double", "w_float", "w_int32", "w_int64", "w_uint32", "w_uint64", "w_bool", "w_string", "w_bytes", "w_times", "w_structs", "gappy", "gaps", "permission", "inner")
    __proto_name__ = "omni.synthetic.v1.Everything"
    __fields__ = (
        ("f_double", 1, "double", "one", None, None, None),
        ("f_float", 2, "float", "one", None, None, None),
        ("f_int32", 3, "int32", "one", None, None, None),
        ("f_int64", 4, "int64", "one", None, None, None),
        ("f_uint32", 5, "uint32", "one", None, None, None),
        ("f_uint64", 6, "uint64", "one", None, None, None),
        ("f_sint32", 7, "sint32", "one", None, None, None),
        ("f_sint64", 8, "sint64", "one", None, None, None),
        ("f_fixed32", 9, "fixed32", "one", None, None, None),
        ("f_fixed64", 10, "fixed64", "one", None, None, None),
        ("f_sfixed32", 11, "sfixed32", "one", None, None, None),
        ("f_sfixed64", 12, "sfixed64", "one", None, None, None),
        ("f_bool", 13, "bool", "one", None, None, None),
        ("f_string", 14, "string", "one", None, None, None),
        ("f_bytes", 15, "bytes", "one", None, None, None),
        ("f_color", 16, "enum", "one", "Color", None, None),
        ("f_odd", 17, "enum", "one", "Odd", None, None),
        ("f_message", 18, "message", "optional", "Everything", None, None),
        ("r_double", 31, "double", "packed", None, None, None),
        ("r_float", 32, "float", "packed", None, None, None),
        ("r_int32", 33, "int32", "packed", None, None, None),
        ("r_int64", 34, "int64", "packed", None, None, None),
        ("r_uint32", 35, "uint32", "packed", None, None, None),
        ("r_uint64", 36, "uint64", "packed", None, None, None),
        ("r_sint32", 37, "sint32", "packed", None, None, None),
        ("r_sint64", 38, "sint64", "packed", None, None, None),
        ("r_fixed32", 39, "fixed32", "packed", None, None, None),
        ("r_fixed64", 40, "fixed64", "packed", None, None, None),
        ("r_sfixed32", 41, "sfixed32", "packed", None, None, None),
        ("r_sfixed64", 42, "sfixed64", "packed", None, None, None),
        ("r_bool", 43, "bool", "packed", None, None, None),
        ("r_string", 44, "string", "repeated", None, None, None),
        ("r_bytes", 45, "bytes", "repeated", None, None, None),
        ("r_color", 46, "enum", "packed", "Color", None, None),
        ("r_message", 47, "message", "repeated", "Everything", None, None),
        ("u_int32", 48, "int32", "repeated", None, None, None),
        ("u_double", 49, "double", "repeated", None, None, None),
        ("o_int32", 61, "int32", "optional", None, None, None),
        ("o_string", 62, "string", "optional", None, None, None),
        ("o_bool", 63, "bool", "optional", None, None, None),
        ("o_double", 64, "double", "optional", None, None, None),
        ("o_color", 65, "enum", "optional", "Color", None, None),
        ("o_bytes", 66, "bytes", "optional", None, None, None),
        ("c_int32", 71, "int32", "optional", None, "choice", None),
        ("c_string", 72, "string", "optional", None, "choice", None),
        ("c_message", 73, "message", "optional", "Everything", "choice", None),
        ("c_color", 74, "enum", "optional", "Color", "choice", None),
        ("c_time", 75, "timestamp", "optional", None, "choice", None),
        ("m_string_string", 81, "string", "map", None, None, "string"),
        ("m_int32_double", 82, "double", "map", None, None, "int32"),
        ("m_bool_color", 83, "enum", "map", "Color", None, "bool"),
        ("m_uint64_message", 84, "message", "map", "Everything", None, "uint64"),
        ("m_string_time", 85, "timestamp", "map", None, None, "string"),
        ("m_sint32_bytes", 86, "bytes", "map", None, None, "sint32"),
        ("m_fixed64_int64", 87, "int64", "map", None, None, "fixed64"),
        ("w_time", 101, "timestamp", "optional", None, None, None),
        ("w_duration", 102, "duration", "optional", None, None, None),
        ("w_struct", 103, "struct", "optional", None, None, None),
        ("w_value", 104, "value", "optional", None, None, None),
        ("w_list", 105, "list_value", "optional", None, None, None),
        ("w_mask", 106, "field_mask", "optional", None, None, None),
        ("w_double", 107, "wrapped_double", "optional", None, None, None),
        ("w_float", 108, "wrapped_float", "optional", None, None, None),
        ("w_int32", 109, "wrapped_int32", "optional", None, None, None),
        ("w_int64", 110, "wrapped_int64", "optional", None, None, None),
        ("w_uint32", 111, "wrapped_uint32", "optional", None, None, None),
        ("w_uint64", 112, "wrapped_uint64", "optional", None, None, None),
        ("w_bool", 113, "wrapped_bool", "optional", None, None, None),
        ("w_string", 114, "wrapped_string", "optional", None, None, None),
        ("w_bytes", 115, "wrapped_bytes", "optional", None, None, None),
        ("w_times", 116, "timestamp", "repeated", None, None, None),
        ("w_structs", 117, "struct", "repeated", None, None, None),
        ("gappy", 121, "double", "packed", None, None, "gaps"),
        ("gaps", 122, "int32", "packed", None, None, None),
        ("permission", 131, "message", "optional", "synthetic.options_v1:Permission", None, None),
        ("inner", 132, "message", "optional", "EverythingInner", None, None),
    )

    f_double: float
    """A scalar."""
    f_float: float
    """A scalar."""
    f_int32: int
    """A scalar."""
    f_int64: int
    """A scalar."""
    f_uint32: int
    """A scalar."""
    f_uint64: int
    """A scalar."""
    f_sint32: int
    """A scalar."""
    f_sint64: int
    """A scalar."""
    f_fixed32: int
    """A scalar."""
    f_fixed64: int
    """A scalar."""
    f_sfixed32: int
    """A scalar."""
    f_sfixed64: int
    """A scalar."""
    f_bool: bool
    """A scalar."""
    f_string: str
    """A scalar."""
    f_bytes: bytes
    """A scalar."""
    f_color: Color
    """An enum."""
    f_odd: Odd
    """Another enum."""
    f_message: Everything | None
    """A message."""
    r_double: list[float]
    """A list."""
    r_float: list[float]
    """A list."""
    r_int32: list[int]
    """A list."""
    r_int64: list[int]
    """A list."""
    r_uint32: list[int]
    """A list."""
    r_uint64: list[int]
    """A list."""
    r_sint32: list[int]
    """A list."""
    r_sint64: list[int]
    """A list."""
    r_fixed32: list[int]
    """A list."""
    r_fixed64: list[int]
    """A list."""
    r_sfixed32: list[int]
    """A list."""
    r_sfixed64: list[int]
    """A list."""
    r_bool: list[bool]
    """A list."""
    r_string: list[str]
    """A list."""
    r_bytes: list[bytes]
    """A list."""
    r_color: list[Color]
    """A list."""
    r_message: list[Everything]
    """A list."""
    u_int32: list[int]
    """A list that is not packed."""
    u_double: list[float]
    """A list that is not packed."""
    o_int32: int | None
    """Presence."""
    o_string: str | None
    """Presence."""
    o_bool: bool | None
    """Presence."""
    o_double: float | None
    """Presence."""
    o_color: Color | None
    """Presence."""
    o_bytes: bytes | None
    """Presence."""
    c_int32: int | None
    """An int."""
    c_string: str | None
    """A text."""
    c_message: Everything | None
    """A message."""
    c_color: Color | None
    """An enum."""
    c_time: _datetime.datetime | None
    """A time."""
    m_string_string: dict[str, str]
    """A map."""
    m_int32_double: dict[int, float]
    """A map."""
    m_bool_color: dict[bool, Color]
    """A map."""
    m_uint64_message: dict[int, Everything]
    """A map."""
    m_string_time: dict[str, _datetime.datetime]
    """A map."""
    m_sint32_bytes: dict[int, bytes]
    """A map."""
    m_fixed64_int64: dict[int, int]
    """A map."""
    w_time: _datetime.datetime | None
    """A time."""
    w_duration: _datetime.timedelta | None
    """A span."""
    w_struct: dict[str, _t.Any] | None
    """An object."""
    w_value: _t.Any
    """Any JSON."""
    w_list: list[_t.Any] | None
    """A JSON list."""
    w_mask: list[str] | None
    """Field names."""
    w_double: float | None
    """A wrapper."""
    w_float: float | None
    """A wrapper."""
    w_int32: int | None
    """A wrapper."""
    w_int64: int | None
    """A wrapper."""
    w_uint32: int | None
    """A wrapper."""
    w_uint64: int | None
    """A wrapper."""
    w_bool: bool | None
    """A wrapper."""
    w_string: str | None
    """A wrapper."""
    w_bytes: bytes | None
    """A wrapper."""
    w_times: list[_datetime.datetime]
    """Times."""
    w_structs: list[dict[str, _t.Any]]
    """Objects."""
    gappy: list[float]
    """A list with gaps."""
    gaps: list[int]
    """Where the gaps are."""
    permission: _options_v1.Permission | None
    """Of another package."""
    inner: EverythingInner | None
    """A nested message."""

    def __init__(
        self,
        *,
        f_double: float = 0.0,
        f_float: float = 0.0,
        f_int32: int = 0,
        f_int64: int = 0,
        f_uint32: int = 0,
        f_uint64: int = 0,
        f_sint32: int = 0,
        f_sint64: int = 0,
        f_fixed32: int = 0,
        f_fixed64: int = 0,
        f_sfixed32: int = 0,
        f_sfixed64: int = 0,
        f_bool: bool = False,
        f_string: str = "",
        f_bytes: bytes = b"",
        f_color: Color | ColorName = Color.UNSPECIFIED,
        f_odd: Odd | OddName = Odd.NIL,
        f_message: Everything | None = None,
        r_double: _m.Floats = (),
        r_float: _m.Floats = (),
        r_int32: _m.Ints = (),
        r_int64: _m.Ints = (),
        r_uint32: _m.Ints = (),
        r_uint64: _m.Ints = (),
        r_sint32: _m.Ints = (),
        r_sint64: _m.Ints = (),
        r_fixed32: _m.Ints = (),
        r_fixed64: _m.Ints = (),
        r_sfixed32: _m.Ints = (),
        r_sfixed64: _m.Ints = (),
        r_bool: _abc.Iterable[bool] = (),
        r_string: _abc.Iterable[str] = (),
        r_bytes: _abc.Iterable[bytes] = (),
        r_color: _abc.Iterable[Color | ColorName] = (),
        r_message: _abc.Iterable[Everything] = (),
        u_int32: _m.Ints = (),
        u_double: _m.Floats = (),
        o_int32: int | None = None,
        o_string: str | None = None,
        o_bool: bool | None = None,
        o_double: float | None = None,
        o_color: Color | ColorName | None = None,
        o_bytes: bytes | None = None,
        c_int32: int | None = None,
        c_string: str | None = None,
        c_message: Everything | None = None,
        c_color: Color | ColorName | None = None,
        c_time: _datetime.datetime | None = None,
        m_string_string: _abc.Mapping[str, str] | None = None,
        m_int32_double: _abc.Mapping[int, float] | None = None,
        m_bool_color: _abc.Mapping[bool, Color | ColorName] | None = None,
        m_uint64_message: _abc.Mapping[int, Everything] | None = None,
        m_string_time: _abc.Mapping[str, _datetime.datetime] | None = None,
        m_sint32_bytes: _abc.Mapping[int, bytes] | None = None,
        m_fixed64_int64: _abc.Mapping[int, int] | None = None,
        w_time: _datetime.datetime | None = None,
        w_duration: _datetime.timedelta | None = None,
        w_struct: _m.StructLike | None = None,
        w_value: _t.Any = None,
        w_list: _abc.Iterable[_t.Any] | None = None,
        w_mask: _abc.Iterable[str] | None = None,
        w_double: float | None = None,
        w_float: float | None = None,
        w_int32: int | None = None,
        w_int64: int | None = None,
        w_uint32: int | None = None,
        w_uint64: int | None = None,
        w_bool: bool | None = None,
        w_string: str | None = None,
        w_bytes: bytes | None = None,
        w_times: _abc.Iterable[_datetime.datetime] = (),
        w_structs: _abc.Iterable[_m.StructLike] = (),
        gappy: _m.FloatsOrNone = (),
        gaps: _m.Ints = (),
        permission: _options_v1.Permission | None = None,
        inner: EverythingInner | None = None,
    ) -> None:
        _m.at_most_one("choice", c_int32=c_int32, c_string=c_string, c_message=c_message, c_color=c_color, c_time=c_time)
        self.f_double = f_double
        self.f_float = f_float
        self.f_int32 = f_int32
        self.f_int64 = f_int64
        self.f_uint32 = f_uint32
        self.f_uint64 = f_uint64
        self.f_sint32 = f_sint32
        self.f_sint64 = f_sint64
        self.f_fixed32 = f_fixed32
        self.f_fixed64 = f_fixed64
        self.f_sfixed32 = f_sfixed32
        self.f_sfixed64 = f_sfixed64
        self.f_bool = f_bool
        self.f_string = f_string
        self.f_bytes = f_bytes
        self.f_color = Color(f_color)
        self.f_odd = Odd(f_odd)
        self.f_message = f_message
        self.r_double = _m.items(r_double)
        self.r_float = _m.items(r_float)
        self.r_int32 = _m.items(r_int32)
        self.r_int64 = _m.items(r_int64)
        self.r_uint32 = _m.items(r_uint32)
        self.r_uint64 = _m.items(r_uint64)
        self.r_sint32 = _m.items(r_sint32)
        self.r_sint64 = _m.items(r_sint64)
        self.r_fixed32 = _m.items(r_fixed32)
        self.r_fixed64 = _m.items(r_fixed64)
        self.r_sfixed32 = _m.items(r_sfixed32)
        self.r_sfixed64 = _m.items(r_sfixed64)
        self.r_bool = _m.items(r_bool)
        self.r_string = _m.items(r_string)
        self.r_bytes = _m.items(r_bytes)
        self.r_color = [Color(item) for item in r_color]
        self.r_message = _m.items(r_message)
        self.u_int32 = _m.items(u_int32)
        self.u_double = _m.items(u_double)
        self.o_int32 = o_int32
        self.o_string = o_string
        self.o_bool = o_bool
        self.o_double = o_double
        self.o_color = None if o_color is None else Color(o_color)
        self.o_bytes = o_bytes
        self.c_int32 = c_int32
        self.c_string = c_string
        self.c_message = c_message
        self.c_color = None if c_color is None else Color(c_color)
        self.c_time = c_time
        self.m_string_string = {} if m_string_string is None else dict(m_string_string)
        self.m_int32_double = {} if m_int32_double is None else dict(m_int32_double)
        self.m_bool_color = {} if m_bool_color is None else {key: Color(value) for key, value in m_bool_color.items()}
        self.m_uint64_message = {} if m_uint64_message is None else dict(m_uint64_message)
        self.m_string_time = {} if m_string_time is None else dict(m_string_time)
        self.m_sint32_bytes = {} if m_sint32_bytes is None else dict(m_sint32_bytes)
        self.m_fixed64_int64 = {} if m_fixed64_int64 is None else dict(m_fixed64_int64)
        self.w_time = w_time
        self.w_duration = w_duration
        self.w_struct = None if w_struct is None else _m.struct(w_struct)
        self.w_value = w_value
        self.w_list = None if w_list is None else _m.items(w_list)
        self.w_mask = None if w_mask is None else _m.items(w_mask)
        self.w_double = w_double
        self.w_float = w_float
        self.w_int32 = w_int32
        self.w_int64 = w_int64
        self.w_uint32 = w_uint32
        self.w_uint64 = w_uint64
        self.w_bool = w_bool
        self.w_string = w_string
        self.w_bytes = w_bytes
        self.w_times = _m.items(w_times)
        self.w_structs = [_m.struct(item) for item in w_structs]
        self.gappy, self.gaps = _m.split_missing(gappy, gaps)
        self.permission = permission
        self.inner = inner

    @property
    def choice(self) -> int | str | Everything | Color | _datetime.datetime | None:
        """One of several.

        The one of `c_int32`, `c_string`, `c_message`, `c_color`, `c_time` that is set, or None.
        """
        if self.c_int32 is not None:
            return self.c_int32
        if self.c_string is not None:
            return self.c_string
        if self.c_message is not None:
            return self.c_message
        if self.c_color is not None:
            return self.c_color
        if self.c_time is not None:
            return self.c_time
        return None

    @property
    def which_choice(self) -> _t.Literal["c_int32", "c_string", "c_message", "c_color", "c_time"] | None:
        """The name of the field of `choice` that is set, or None."""
        if self.c_int32 is not None:
            return "c_int32"
        if self.c_string is not None:
            return "c_string"
        if self.c_message is not None:
            return "c_message"
        if self.c_color is not None:
            return "c_color"
        if self.c_time is not None:
            return "c_time"
        return None


class EverythingInner(_m.Message):
    """Nested."""

    __slots__ = ("level",)
    __match_args__ = ("level",)
    __proto_name__ = "omni.synthetic.v1.Everything.Inner"
    __fields__ = (
        ("level", 1, "enum", "one", "EverythingInnerLevel", None, None),
    )

    level: EverythingInnerLevel
    """A nested enum."""

    def __init__(
        self,
        *,
        level: EverythingInnerLevel | EverythingInnerLevelName = EverythingInnerLevel.UNSPECIFIED,
    ) -> None:
        self.level = EverythingInnerLevel(level)


if _t.TYPE_CHECKING:
    EverythingInnerLevelName: _t.TypeAlias = _t.Literal[
        "unspecified",
        "UNSPECIFIED",
        "LEVEL_UNSPECIFIED",
        "high",
        "HIGH",
        "LEVEL_HIGH",
    ]
    ColorName: _t.TypeAlias = _t.Literal[
        "unspecified",
        "UNSPECIFIED",
        "COLOR_UNSPECIFIED",
        "red",
        "RED",
        "COLOR_RED",
        "infra_red",
        "INFRA_RED",
        "COLOR_INFRA_RED",
    ]
    OddName: _t.TypeAlias = _t.Literal[
        "nil",
        "NIL",
        "one",
        "ONE",
        "uno",
        "UNO",
    ]

    class ListThingsRequestDict(_t.TypedDict, total=False):
        """The fields of `ListThingsRequest` as a dict."""

        page_size: int
        page_token: str

    class ListThingsResponseDict(_t.TypedDict, total=False):
        """The fields of `ListThingsResponse` as a dict."""

        things: _abc.Iterable[Thing | ThingDict]
        next_page_token: str

    class ThingDict(_t.TypedDict, total=False):
        """The fields of `Thing` as a dict."""

        name: str

    class UpdateThingRequestDict(_t.TypedDict, total=False):
        """The fields of `UpdateThingRequest` as a dict."""

        name: str
        timeout: _datetime.timedelta
        from_: _datetime.datetime
        to_dict_: str
        update_mask: _abc.Iterable[str]
        color: Color | ColorName
        attributes: _m.StructLike

    class EverythingDict(_t.TypedDict, total=False):
        """The fields of `Everything` as a dict."""

        f_double: float
        f_float: float
        f_int32: int
        f_int64: int
        f_uint32: int
        f_uint64: int
        f_sint32: int
        f_sint64: int
        f_fixed32: int
        f_fixed64: int
        f_sfixed32: int
        f_sfixed64: int
        f_bool: bool
        f_string: str
        f_bytes: bytes
        f_color: Color | ColorName
        f_odd: Odd | OddName
        f_message: Everything | EverythingDict
        r_double: _m.Floats
        r_float: _m.Floats
        r_int32: _m.Ints
        r_int64: _m.Ints
        r_uint32: _m.Ints
        r_uint64: _m.Ints
        r_sint32: _m.Ints
        r_sint64: _m.Ints
        r_fixed32: _m.Ints
        r_fixed64: _m.Ints
        r_sfixed32: _m.Ints
        r_sfixed64: _m.Ints
        r_bool: _abc.Iterable[bool]
        r_string: _abc.Iterable[str]
        r_bytes: _abc.Iterable[bytes]
        r_color: _abc.Iterable[Color | ColorName]
        r_message: _abc.Iterable[Everything | EverythingDict]
        u_int32: _m.Ints
        u_double: _m.Floats
        o_int32: int
        o_string: str
        o_bool: bool
        o_double: float
        o_color: Color | ColorName
        o_bytes: bytes
        c_int32: int
        c_string: str
        c_message: Everything | EverythingDict
        c_color: Color | ColorName
        c_time: _datetime.datetime
        m_string_string: _abc.Mapping[str, str]
        m_int32_double: _abc.Mapping[int, float]
        m_bool_color: _abc.Mapping[bool, Color | ColorName]
        m_uint64_message: _abc.Mapping[int, Everything | EverythingDict]
        m_string_time: _abc.Mapping[str, _datetime.datetime]
        m_sint32_bytes: _abc.Mapping[int, bytes]
        m_fixed64_int64: _abc.Mapping[int, int]
        w_time: _datetime.datetime
        w_duration: _datetime.timedelta
        w_struct: _m.StructLike
        w_value: _t.Any
        w_list: _abc.Iterable[_t.Any]
        w_mask: _abc.Iterable[str]
        w_double: float
        w_float: float
        w_int32: int
        w_int64: int
        w_uint32: int
        w_uint64: int
        w_bool: bool
        w_string: str
        w_bytes: bytes
        w_times: _abc.Iterable[_datetime.datetime]
        w_structs: _abc.Iterable[_m.StructLike]
        gappy: _m.FloatsOrNone
        gaps: _m.Ints
        permission: _options_v1.Permission | _options_v1.PermissionDict
        inner: EverythingInner | EverythingInnerDict

    class EverythingInnerDict(_t.TypedDict, total=False):
        """The fields of `EverythingInner` as a dict."""

        level: EverythingInnerLevel | EverythingInnerLevelName
