"""The wire codec: what each kind of field takes, gives, and refuses."""

import array
import copy
import datetime as dt
import math
import pickle

import numpy as np
import pytest

from omni_ai import _core, types
from synthetic import options_v1
from synthetic.synthetic_v1 import (
    Color,
    Everything,
    EverythingInner,
    EverythingInnerLevel,
    ListThingsRequest,
    Odd,
    Thing,
    UpdateThingRequest,
)

UTC = dt.timezone.utc


def round_trip(**fields: object) -> Everything:
    message = Everything(**fields)
    again = Everything.from_bytes(message.to_bytes())
    assert again == message
    return again


def test_every_scalar_comes_back() -> None:
    message = round_trip(
        f_double=-0.5,
        f_float=1.5,
        f_int32=-1,
        f_int64=-(2**63),
        f_uint32=2**32 - 1,
        f_uint64=2**64 - 1,
        f_sint32=-(2**31),
        f_sint64=2**63 - 1,
        f_fixed32=7,
        f_fixed64=8,
        f_sfixed32=-9,
        f_sfixed64=-10,
        f_bool=True,
        f_string="å€𝄞\0",
        f_bytes=b"\0\xff",
        f_color=Color.INFRA_RED,
        f_odd=Odd.UNO,
    )
    assert message.f_uint64 == 2**64 - 1
    assert message.f_color is Color.INFRA_RED
    assert type(message.f_bool) is bool


def test_defaults_take_no_bytes_and_minus_zero_does() -> None:
    assert Everything().to_bytes() == b""
    assert Everything(f_double=-0.0).to_bytes() != b""
    assert math.copysign(1, round_trip(f_double=-0.0).f_double) == -1


def test_presence_tells_zero_from_unset() -> None:
    message = round_trip(o_int32=0, o_string="", o_bool=False, o_color=Color.UNSPECIFIED, o_bytes=b"")
    assert (message.o_int32, message.o_string, message.o_double) == (0, "", None)
    assert message.o_color is Color.UNSPECIFIED


@pytest.mark.parametrize("name", [name for name in Everything.__match_args__ if name.startswith("r_")])
def test_lists_come_back(name: str) -> None:
    values: dict[str, list[object]] = {
        "r_bool": [True, False],
        "r_string": ["", "a"],
        "r_bytes": [b"", b"a"],
        "r_color": [Color.RED, Color.INFRA_RED, Color.UNSPECIFIED],
        "r_message": [Everything(), Everything(f_int32=1)],
    }
    value = values.get(name, [0, 1, 2])
    assert getattr(round_trip(**{name: value}), name) == value


def test_packed_and_unpacked_are_both_read() -> None:
    # Field 33 is packed in the contract and 48 is not; each arrives the other way round.
    unpacked = Everything.from_bytes(b"\x88\x02\x05\x88\x02\x06")
    assert unpacked.r_int32 == [5, 6]
    packed = Everything.from_bytes(b"\x82\x03\x02\x05\x06")
    assert packed.u_int32 == [5, 6]
    mixed = Everything.from_bytes(b"\x88\x02\x05\x8a\x02\x02\x06\x07\x88\x02\x08")
    assert mixed.r_int32 == [5, 6, 7, 8]
    doubles = Everything(r_double=[1.0]).to_bytes() + Everything(r_double=[2.0, 3.0]).to_bytes()
    assert Everything.from_bytes(doubles).r_double == [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    "values",
    [
        np.array([1.5, 2.5, -3.5]),
        np.array([1.5, 2.5, -3.5], dtype=np.float32),
        np.array([9, 1.5, 9, 2.5, 9, -3.5])[1::2],
        np.array([1.5, 2.5, -3.5], dtype=">f8"),
        np.array([1.5, 2.5, -3.5], dtype=np.float16),
        array.array("d", [1.5, 2.5, -3.5]),
        memoryview(array.array("f", [1.5, 2.5, -3.5])),
        (1.5, 2.5, -3.5),
        iter([1.5, 2.5, -3.5]),
    ],
    ids=["float64", "float32", "strided", "big endian", "float16", "array", "memoryview", "tuple", "iterator"],
)
def test_floats_come_from_any_buffer_or_iterable(values: object) -> None:
    message = types.PredictionInterval.from_dict({"lower": values})
    assert message.lower == [1.5, 2.5, -3.5]
    assert all(type(item) is float for item in message.lower)


@pytest.mark.parametrize("dtype", ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", ">i4"])
def test_ints_come_from_any_buffer(dtype: str) -> None:
    values = np.array([1, 2, 127], dtype=dtype)
    message = Everything.from_dict({"r_int32": values, "r_sint64": values, "r_fixed64": values, "r_double": values})
    assert message.r_int32 == message.r_sint64 == message.r_fixed64 == [1, 2, 127]
    assert message.r_double == [1.0, 2.0, 127.0]
    assert Everything.from_dict({"r_bool": np.array([True, False])}).r_bool == [True, False]


def test_buffers_are_checked_as_lists_are() -> None:
    with pytest.raises(
        ValueError, match=r"r_int32\[1\]: expected an int from -2147483648 to 2147483647, got 4294967296"
    ):
        Everything.from_dict({"r_int32": np.array([1, 2**32])})
    with pytest.raises(TypeError, match=r"r_int32: expected an int .* each, got ndarray of float"):
        Everything.from_dict({"r_int32": np.array([1.5])})
    with pytest.raises(ValueError, match="r_double: expected one dimension, got 2"):
        Everything.from_dict({"r_double": np.zeros((2, 2))})
    with pytest.raises(ValueError, match=r"r_float\[0\]: expected a float of 32 bits, got 1e300"):
        Everything.from_dict({"r_float": np.array([1e300])})


def test_none_in_a_list_with_missing_positions_is_noted() -> None:
    message = Everything.from_dict({"gappy": [None, 1.0, None]})
    assert (message.gappy, message.gaps) == ([0.0, 1.0, 0.0], [0, 2])
    joined = Everything.from_dict({"gappy": [1.0, None], "gaps": [0, 1]})
    assert joined.gaps == [0, 1]
    masked = np.ma.masked_array([1.0, 2.0], mask=[False, True])
    assert Everything.from_dict({"gappy": masked}).gaps == [1]
    assert Everything(gappy=[1.0, None], gaps=[0]).gaps == [0, 1]
    assert Everything(gappy=masked).gappy == [1.0, 0.0]
    assert Everything.from_json('{"gappy": [null, 2]}').gaps == [0]
    with pytest.raises(TypeError, match=r"r_double\[1\]: expected a float, got None"):
        Everything.from_dict({"r_double": [1.0, None]})


def test_maps_come_back() -> None:
    message = round_trip(
        m_string_string={"a": "b", "": ""},
        m_int32_double={-1: 0.5},
        m_bool_color={True: Color.RED, False: Color.UNSPECIFIED},
        m_uint64_message={2**64 - 1: Everything(f_int32=1)},
        m_string_time={"now": dt.datetime(2026, 1, 2, 3, 4, 5, 6, UTC)},
        m_sint32_bytes={-5: b"x"},
        m_fixed64_int64={1: -1},
    )
    assert message.m_bool_color[True] is Color.RED


def test_a_map_entry_without_key_or_value_has_defaults() -> None:
    assert Everything.from_bytes(b"\x8a\x05\x00").m_string_string == {"": ""}
    assert Everything.from_bytes(b"\xa2\x05\x00").m_uint64_message == {0: Everything()}


def test_of_a_oneof_the_last_member_wins() -> None:
    data = Everything(c_int32=1).to_bytes() + Everything(c_string="a").to_bytes()
    message = Everything.from_bytes(data)
    assert (message.c_int32, message.c_string, message.which_choice, message.choice) == (None, "a", "c_string", "a")
    assert Everything().which_choice is None
    assert Everything().choice is None
    assert round_trip(c_int32=0).which_choice == "c_int32"


def test_two_members_of_a_oneof_are_refused() -> None:
    with pytest.raises(ValueError, match="expected at most one of choice, got c_int32 and c_string"):
        Everything(c_int32=1, c_string="a")
    message = Everything(c_int32=1)
    message.c_string = "a"
    with pytest.raises(ValueError, match="expected at most one of choice, got c_int32 and c_string"):
        message.to_bytes()


def test_a_message_in_pieces_is_merged() -> None:
    data = Everything(f_message=Everything(f_int32=1)).to_bytes()
    data += Everything(f_message=Everything(f_string="a", f_int32=2)).to_bytes()
    merged = Everything.from_bytes(data).f_message
    assert merged == Everything(f_int32=2, f_string="a")


def test_unknown_fields_are_kept_and_sent_on() -> None:
    data = ListThingsRequest(page_size=3).to_bytes() + b"\x9a\x06\x03abc\xa3\x06\x08\x01\xa4\x06\xad\x06abcd"
    message = ListThingsRequest.from_bytes(data)
    assert message.to_bytes() == data
    assert message != ListThingsRequest(page_size=3)
    assert pickle.loads(pickle.dumps(message)).to_bytes() == data


def test_a_field_of_a_wrong_wire_type_counts_as_unknown() -> None:
    message = ListThingsRequest.from_bytes(b"\x0a\x01a")
    assert message.page_size == 0
    assert message.to_bytes() == b"\x0a\x01a"


def test_unknown_enum_numbers_are_kept() -> None:
    message = Everything.from_bytes(b"\x80\x01\x63")
    assert int(message.f_color) == 99
    assert isinstance(message.f_color, Color)
    assert not message.f_color.is_known
    assert message.to_bytes() == b"\x80\x01\x63"
    assert '"fColor": 99' in message.to_json()
    assert pickle.loads(pickle.dumps(message.f_color)) == 99


@pytest.mark.parametrize("name", ["red", "RED", "Red", "COLOR_RED", "color_red"])
def test_enums_are_taken_by_name_in_any_case(name: str) -> None:
    assert Everything.from_dict({"f_color": name}).f_color is Color.RED
    assert Everything(f_color=name).f_color is Color.RED
    assert Color(name) is Color.RED


def test_wrong_enums_are_refused() -> None:
    with pytest.raises(ValueError, match='f_color: expected one of INFRA_RED, UNSPECIFIED, RED, got "green"'):
        Everything.from_dict({"f_color": "green"})
    with pytest.raises(ValueError, match="expected one of UNSPECIFIED, RED, INFRA_RED, got 'green'"):
        Color("green")
    with pytest.raises(TypeError, match="f_color: expected Color or one of its names, got Odd"):
        Everything.from_dict({"f_color": Odd.ONE})
    with pytest.raises(TypeError, match="f_color: expected Color or one of its names, got bool"):
        Everything.from_dict({"f_color": True})


def test_an_alias_of_an_enum_is_the_first_name() -> None:
    assert Odd("UNO") is Odd.ONE
    assert Odd.UNO.full_name == "ONE"
    assert (Color.RED.full_name, repr(Color.RED)) == ("COLOR_RED", "Color.RED")


def test_times_are_datetimes_with_a_zone() -> None:
    east = dt.timezone(dt.timedelta(hours=5, minutes=30))
    moment = dt.datetime(1969, 12, 31, 23, 59, 59, 999999, east)
    message = Everything.from_bytes(Everything(w_time=moment).to_bytes())
    assert message.w_time == moment
    assert message.w_time is not None
    assert message.w_time.tzinfo is UTC
    for edge in [dt.datetime.min, dt.datetime.max]:
        assert round_trip(w_time=edge.replace(tzinfo=UTC)).w_time == edge.replace(tzinfo=UTC)
    with pytest.raises(ValueError, match="w_time: expected a datetime with a time zone"):
        Everything(w_time=dt.datetime(2026, 1, 1)).to_bytes()
    with pytest.raises(TypeError, match="w_time: expected a datetime with a time zone, got str"):
        Everything.from_dict({"w_time": "2026-01-01T00:00:00Z"})
    with pytest.raises(ValueError, match="w_time: the timestamp is not in the years 1 to 9999"):
        Everything.from_bytes(b"\xaa\x06\x07\x08\xff\xff\xff\xff\xff\x7f")


def test_spans_are_timedeltas() -> None:
    for span in [
        dt.timedelta(),
        dt.timedelta(microseconds=-1),
        dt.timedelta(days=-1, microseconds=1),
        dt.timedelta(365),
    ]:
        assert round_trip(w_duration=span).w_duration == span
    with pytest.raises(ValueError, match="w_duration: expected a timedelta of at most 10000 years"):
        Everything(w_duration=dt.timedelta.max).to_bytes()


def test_json_values_are_plain_python() -> None:
    value = {"a": [1, None, True, "x", {"b": []}], "n": -0.5, "e": {}}
    message = round_trip(w_struct=value, w_value=[1, {"a": None}], w_list=["a", [2]], w_structs=[{}, {"a": 1}])
    assert message.w_struct == value
    assert message.w_value == [1, {"a": None}]
    # JSON tells null from nothing; Python has None for both.
    assert _core.encode(Everything, {"wValue": None}, True) == b"\xc2\x06\x02\x08\x00"
    assert Everything.from_json('{"wValue": null}').w_value is None
    with pytest.raises(ValueError, match=r"w_struct\['a'\]\[0\]: ints beyond 2\^53"):
        Everything(w_struct={"a": [2**53 + 1]}).to_bytes()
    with pytest.raises(TypeError, match=r"w_struct\['a'\]: expected None, a bool, a number"):
        Everything(w_struct={"a": object()}).to_bytes()
    with pytest.raises(TypeError, match=r"w_struct\[1\]: expected a str as key, got int"):
        Everything(w_struct={1: 2}).to_bytes()  # type: ignore[dict-item]


def test_json_objects_come_from_dataclasses_and_models() -> None:
    import dataclasses

    @dataclasses.dataclass
    class Point:
        x: float
        y: float

    class Model:
        def model_dump(self) -> dict[str, object]:
            return {"z": np.float64(3), "a": np.array([1, 2])}

    assert Everything.from_dict({"w_struct": Point(1, 2)}).w_struct == {"x": 1, "y": 2}
    assert Everything.from_dict({"w_struct": Model()}).w_struct == {"z": 3, "a": [1, 2]}
    assert Everything(w_struct=Point(1, 2)).w_struct == {"x": 1, "y": 2}
    assert Everything.from_dict({"w_struct": {"p": Point(1, 2)}}).w_struct == {"p": {"x": 1, "y": 2}}


def test_wrappers_are_values_or_none() -> None:
    message = round_trip(w_double=0.0, w_int64=-1, w_bool=False, w_string="", w_bytes=b"", w_mask=["a.b", "c_d"])
    assert (message.w_double, message.w_bool, message.w_float) == (0.0, False, None)
    assert message.w_mask == ["a.b", "c_d"]


@pytest.mark.parametrize(
    ("fields", "error", "text"),
    [
        ({"f_int32": 2**31}, ValueError, "f_int32: expected an int from -2147483648 to 2147483647, got 2147483648"),
        ({"f_uint64": -1}, ValueError, "f_uint64: expected an int from 0 to 18446744073709551615, got -1"),
        ({"f_int64": 2**70}, ValueError, "f_int64: expected an int from .* got one of more digits"),
        ({"f_int32": 1.0}, TypeError, "f_int32: expected an int, got float"),
        ({"f_int32": True}, TypeError, "f_int32: expected an int, got bool"),
        ({"f_int32": "1"}, TypeError, "f_int32: expected an int, got str"),
        ({"f_double": "1"}, TypeError, "f_double: expected a float, got str"),
        ({"f_double": 10**400}, ValueError, "f_double: expected a float, got an int that is too large"),
        ({"f_float": 1e39}, ValueError, "f_float: expected a float of 32 bits"),
        ({"f_bool": 1}, TypeError, "f_bool: expected a bool, got int"),
        ({"f_string": b"a"}, TypeError, "f_string: expected a str, got bytes"),
        ({"f_string": "\ud800"}, ValueError, "f_string: the text holds a lone surrogate"),
        ({"f_bytes": "a"}, TypeError, "f_bytes: expected bytes, got str"),
        ({"r_string": "abc"}, TypeError, "r_string: expected a list, got str"),
        ({"r_double": {}}, TypeError, "r_double: expected a list, got dict"),
        ({"r_double": 5}, TypeError, "r_double: expected a list, got int"),
        ({"m_string_string": []}, TypeError, "m_string_string: expected a dict, got list"),
        ({"m_string_string": {"a": 1}}, TypeError, r"m_string_string\['a'\]: expected a str, got int"),
        ({"r_message": [{}, {"f_message": 3}]}, TypeError, r"r_message\[1\].f_message: expected Everything or a dict"),
        (
            {"f_message": {"f_sting": ""}},
            ValueError,
            'f_message: Everything has no field "f_sting"; did you mean f_string',
        ),
        ({"fInt32": 1, "f_int32": 1}, ValueError, "Everything: f_int32 is given twice"),
        ({1: 2}, TypeError, "Everything: expected field names as str, got int"),
    ],
)
def test_wrong_values_name_the_field_and_what_was_expected(
    fields: dict[str, object], error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        Everything.from_dict(fields)


def test_messages_that_nest_too_deep_are_refused() -> None:
    message = Everything()
    for _ in range(101):
        message = Everything(f_message=message)
    with pytest.raises(ValueError, match="nest deeper than 100 levels"):
        message.to_bytes()
    data = b""
    for _ in range(101):
        length = len(data)
        data = b"\x92\x01" + bytes([length & 0x7F | 0x80, length >> 7]) + data
    with pytest.raises(ValueError, match="nest deeper than 100 levels"):
        Everything.from_bytes(data)
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(ValueError, match="nest deeper than 100 levels"):
        Everything(w_list=endless).to_bytes()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\x08", "the bytes end inside a value"),
        (b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "longer than 10 bytes"),
        (b"\x00\x01", "a field number is not in"),
        (b"\x0f", "a wire type is not"),
        (b"\x0c", "a group is not closed, or closed without"),
        (b"\x13\x08\x01", "a group is not closed"),
        (b"\x12\x05ab", "the bytes end inside a value"),
        (b"\x12\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "the bytes end inside a value"),
        (b"\x12\x02\xff\xfe", "page_token: the text is not UTF-8"),
    ],
)
def test_malformed_bytes_are_refused(data: bytes, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        ListThingsRequest.from_bytes(data)


def test_messages_compare_print_copy_and_pickle() -> None:
    message = types.ForecastResponse(
        predictions=range(40),
        intervals=[types.PredictionInterval(level=80)],
        times=[dt.datetime(2026, 1, 1, tzinfo=UTC)],
    )
    assert repr(message).startswith("ForecastResponse(predictions=[0, 1,")
    assert "… 8 more], intervals=[PredictionInterval(level=80)]" in repr(message)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(message, protocol)) == message
    deep = copy.deepcopy(message)
    assert deep == message
    deep.intervals[0].level = 90
    assert deep != message
    assert message != 1
    with pytest.raises(TypeError, match="unhashable"):
        hash(message)
    with pytest.raises(AttributeError):
        message.predicitons = []  # type: ignore[attr-defined]


def test_replace_changes_fields_and_swaps_oneof_members() -> None:
    thing = Everything(f_int32=1, c_int32=2)
    replaced = thing.__replace__(f_int32=3, c_string="a")
    assert (replaced.f_int32, replaced.c_int32, replaced.c_string) == (3, None, "a")
    assert thing.c_int32 == 2


def test_messages_match_by_position_and_name() -> None:
    match types.ForecastBatchResponse(index=3, failure=types.ForecastFailure(reason="TOO_SHORT")):
        case types.ForecastBatchResponse(index, failure=types.ForecastFailure(reason="TOO_SHORT")):
            assert index == 3
        case _:
            pytest.fail("did not match")


def test_names_that_python_keeps_get_an_underscore() -> None:
    message = UpdateThingRequest(from_=dt.datetime(2026, 1, 1, tzinfo=UTC), to_dict_="x", timeout=dt.timedelta(1))
    assert message.to_dict()["from_"] == dt.datetime(2026, 1, 1, tzinfo=UTC)
    assert '"from": "2026-01-01T00:00:00Z"' in message.to_json()
    assert UpdateThingRequest.from_json('{"from": "2026-01-01T01:00:00+01:00", "toDict": "x"}').from_ == message.from_
    assert UpdateThingRequest.from_dict({"from": message.from_, "to_dict": "x", "timeout": dt.timedelta(1)}) == message


def test_messages_of_other_packages_and_nested_ones() -> None:
    message = round_trip(
        permission=options_v1.Permission(name="a"), inner=EverythingInner(level=EverythingInnerLevel.HIGH)
    )
    assert message.permission is not None
    assert message.permission.name == "a"


def test_dicts_go_both_ways() -> None:
    message = Everything(
        f_color=Color.RED, r_message=[Everything(f_int32=1)], m_int32_double={1: 2.0}, w_time=dt.datetime.now(UTC)
    )
    full = message.to_dict()
    assert full["f_color"] is Color.RED
    assert full["f_string"] == ""
    assert "o_int32" not in full
    assert Everything.from_dict(full) == message
    short = message.to_dict(include_defaults=False)
    assert set(short) == {"f_color", "r_message", "m_int32_double", "w_time"}
    assert short["r_message"] == [{"f_int32": 1}]
    assert Everything.from_dict(short) == message


def test_json_that_is_no_object_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a JSON object, got list"):
        Thing.from_json("[]")
    with pytest.raises(ValueError, match="Thing has no field"):
        Thing.from_json('{"nam": "a"}')


def test_types_lists_every_message() -> None:
    assert "ForecastRequest" in dir(types)
    for name in types.__all__:
        assert isinstance(getattr(types, name), type)
    with pytest.raises(AttributeError):
        _ = types.Nothing  # type: ignore[attr-defined]
