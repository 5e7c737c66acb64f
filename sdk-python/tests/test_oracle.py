"""The codec against google's protobuf: bytes and JSON agree both ways, and no bytes crash."""

import datetime as dt
import json
import math
from typing import Any

import pytest
from google.protobuf import json_format
from google.protobuf.message import DecodeError
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from omni_ai import types
from omni_ai._message import Message
from synthetic.synthetic_v1 import Color, Everything, ListThingsResponse, Odd, Thing

UTC = dt.timezone.utc
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
INTS: dict[str, st.SearchStrategy[Any]] = {
    "32": st.integers(-(2**31), 2**31 - 1),
    "64": st.integers(-(2**63), 2**63 - 1),
    "u32": st.integers(0, 2**32 - 1),
    "u64": st.integers(0, 2**64 - 1),
}
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "double": st.floats(),
    # Google's parser refuses the JSON that its own writer makes of the greatest float.
    "float": st.floats(-(2.0**126), 2.0**126, width=32) | st.sampled_from([math.inf, -math.inf, math.nan]),
    "int32": INTS["32"],
    "sint32": INTS["32"],
    "sfixed32": INTS["32"],
    "int64": INTS["64"],
    "sint64": INTS["64"],
    "sfixed64": INTS["64"],
    "uint32": INTS["u32"],
    "fixed32": INTS["u32"],
    "uint64": INTS["u64"],
    "fixed64": INTS["u64"],
    "bool": st.booleans(),
    "string": TEXT,
    "bytes": st.binary(max_size=8),
}
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
TIMES = st.datetimes(timezones=st.just(UTC))
SPANS = st.timedeltas(dt.timedelta(days=-3_652_500), dt.timedelta(days=3_652_500))
SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "timestamp": TIMES,
    "duration": SPANS,
    "struct": st.dictionaries(TEXT, JSON, max_size=3),
    # None is unset as well as null; only JSON tells them apart.
    "value": JSON.filter(lambda value: value is not None),
    "list_value": st.lists(JSON, max_size=3),
    "field_mask": st.lists(st.from_regex(r"[a-z]{1,3}(_[a-z]{1,3})?", fullmatch=True), max_size=3),
}
ENUMS = {"Color": Color, "Odd": Odd}


ROWS = [row for row in Everything.__fields__ if row[4] not in ("EverythingInner",) and ":" not in (row[4] or "")]


@st.composite
def everything(draw: st.DrawFn, depth: int = 2) -> Everything:
    """A message with some of its fields set, and at most one member of the oneof."""
    fields: dict[str, Any] = {}
    chosen = False
    for name, _, kind, label, reference, oneof, extra in draw(st.lists(st.sampled_from(ROWS), max_size=8, unique=True)):
        if (kind == "message" and depth == 0) or (oneof is not None and chosen):
            continue
        chosen = chosen or oneof is not None
        fields[name] = draw(plural(value(kind, reference, depth), label, extra))
    return Everything(**fields)


def value(kind: str, reference: str | None, depth: int) -> st.SearchStrategy[Any]:
    if kind == "message":
        return everything(depth - 1)
    if kind == "enum":
        return st.sampled_from(list(ENUMS[reference or ""]))
    return SPECIAL[kind] if kind in SPECIAL else SCALARS[kind.removeprefix("wrapped_")]


def plural(value: st.SearchStrategy[Any], label: str, key: str | None) -> st.SearchStrategy[Any]:
    if label == "map":
        return st.dictionaries(SCALARS[key or ""], value, max_size=3)
    return st.lists(value, max_size=3) if label in ("repeated", "packed") else value


def same_json(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(same_json(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(same_json, ours, theirs))
    return ours == theirs


@settings(max_examples=600)
@given(everything())
def test_bytes_and_json_agree_with_google(message: Everything) -> None:
    cls = oracle.message_class("omni.synthetic.v1.Everything")
    data = message.to_bytes()
    theirs = cls.FromString(data)
    assert Everything.from_bytes(theirs.SerializeToString()) == message or has_nan(message)
    assert cls.FromString(Everything.from_bytes(theirs.SerializeToString()).to_bytes()) == theirs or has_nan(message)
    their_json = json_format.MessageToJson(theirs, always_print_fields_with_no_presence=True)
    assert same_json(json.loads(message.to_json()), json.loads(their_json))
    short = json_format.MessageToJson(theirs)
    assert same_json(json.loads(message.to_json(include_defaults=False)), json.loads(short))
    parsed = json_format.Parse(message.to_json(), cls())
    assert parsed == theirs or has_nan(message)
    assert Everything.from_json(their_json) == message or has_nan(message)


def has_nan(message: Message) -> bool:
    return "NaN" in message.to_json()


@settings(max_examples=300)
@given(everything(), st.data())
def test_damaged_bytes_raise_value_errors_at_most(message: Everything, data: st.DataObject) -> None:
    damaged = bytearray(message.to_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        if damaged:
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(damaged[: data.draw(st.integers(0, len(damaged)))])
    try:
        read = Everything.from_bytes(cut)
    except ValueError:
        return
    # What was read can be written, and reads the same.
    again = Everything.from_bytes(read.to_bytes())
    assert again == read or has_nan(read)


@pytest.mark.parametrize(
    ("ours", "name"),
    [
        (types.PredictionInterval, "omni.intelligence.v1.PredictionInterval"),
        (types.ForecastFailure, "omni.intelligence.v1.ForecastFailure"),
        (ListThingsResponse, "omni.synthetic.v1.ListThingsResponse"),
        (types.GetSummaryResponse, "omni.platform.v1.GetSummaryResponse"),
    ],
)
@settings(max_examples=300)
@given(data=st.binary(max_size=64))
def test_any_bytes_are_read_as_google_reads_them(ours: type[Message], name: str, data: bytes) -> None:
    cls = oracle.message_class(name)
    try:
        theirs = cls.FromString(data)
    except DecodeError:
        theirs = None
    try:
        message = ours.from_bytes(data)
    except ValueError as error:
        refused = str(error)
    else:
        refused = ""
    if refused:
        # Google keeps a span that no timedelta can be; everything else is refused by both.
        assert theirs is None or "duration" in refused
        return
    assert theirs is not None
    assert cls.FromString(message.to_bytes()) == theirs or has_nan(message)


@given(st.lists(st.floats() | st.none(), max_size=20), st.integers(-(2**31), 2**31 - 1))
def test_missing_values_reach_the_wire(series: list[float | None], steps: int) -> None:
    cls = oracle.message_class("omni.intelligence.v1.ForecastRequest")
    request = types.ForecastRequest.from_dict({"time_series": series, "forecast_steps": steps})
    theirs: Any = cls.FromString(request.to_bytes())
    assert list(theirs.missing) == [index for index, value in enumerate(series) if value is None]
    assert len(theirs.time_series) == len(series)
    assert theirs.forecast_steps == steps


def test_the_tables_are_those_of_the_contract() -> None:
    for ours, name in [(Everything, "omni.synthetic.v1.Everything"), (Thing, "omni.synthetic.v1.Thing")]:
        theirs = oracle.message_class(name).DESCRIPTOR
        assert {row[1] for row in ours.__fields__} == set(theirs.fields_by_number)
        assert ours.__proto_name__ == theirs.full_name
