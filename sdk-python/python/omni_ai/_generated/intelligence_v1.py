# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""Messages and enums of omni.intelligence.v1."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime
import typing as _t

from omni_ai import _message as _m


class ForecastModel(_m.Enum):
    """How a forecast is made."""

    __proto_prefix__ = "FORECAST_MODEL_"

    UNSPECIFIED = 0
    """Not set: the same as AUTO."""
    AUTO = 1
    """A combination of the other models, weighted by their error in a rolling-origin backtest on this series."""
    NAIVE = 2
    """The last value, repeated."""
    SEASONAL_NAIVE = 3
    """The last season, repeated."""
    THETA = 4
    """Theta method: a line and a smoothed curve, combined."""
    ETS = 5
    """Exponential smoothing with error, trend and season chosen by AICc."""
    ARIMA = 6
    """Autoregressive integrated moving average, orders chosen by AICc."""
    MSTL = 7
    """Several seasons taken out by STL, the rest smoothed."""


class Frequency(_m.Enum):
    """The step between two values of a series."""

    __proto_prefix__ = "FREQUENCY_"

    UNSPECIFIED = 0
    """Not known; season lengths are then detected from the values alone."""
    MINUTELY = 1
    """One value a minute."""
    HOURLY = 2
    """One value an hour."""
    DAILY = 3
    """One value a day."""
    WEEKLY = 4
    """One value a week."""
    MONTHLY = 5
    """One value a month."""
    QUARTERLY = 6
    """One value a quarter."""
    YEARLY = 7
    """One value a year."""
    QUARTER_HOURLY = 8
    """One value every quarter of an hour."""
    HALF_HOURLY = 9
    """One value every half hour."""
    BUSINESS_DAILY = 10
    """One value a working day, Monday to Friday."""


class ForecastRequest(_m.Message):
    """One series to forecast."""

    __slots__ = ("time_series", "forecast_steps", "season_lengths", "start", "frequency", "model", "levels", "missing")
    __match_args__ = ("time_series", "forecast_steps", "season_lengths", "start", "frequency", "model", "levels", "missing")
    __proto_name__ = "omni.intelligence.v1.ForecastRequest"
    __fields__ = (
        ("time_series", 1, "double", "packed", None, None, "missing"),
        ("forecast_steps", 2, "int32", "one", None, None, None),
        ("season_lengths", 3, "int32", "packed", None, None, None),
        ("start", 4, "timestamp", "optional", None, None, None),
        ("frequency", 5, "enum", "one", "Frequency", None, None),
        ("model", 6, "enum", "one", "ForecastModel", None, None),
        ("levels", 7, "double", "packed", None, None, None),
        ("missing", 8, "int32", "packed", None, None, None),
    )

    time_series: list[float]
    """The values, oldest first, in equal steps of time. Finite numbers, but at the positions in `missing`. In JSON and Python a missing value may be given as null or None."""
    forecast_steps: int
    """How many steps to predict."""
    season_lengths: list[int]
    """The lengths of the seasons in steps, such as 24 and 168 for hourly values. Those that do not fit twice into the series are ignored, with a warning. Absent, or none that fits: those of the frequency, or detected without one."""
    start: _datetime.datetime | None
    """The time of the first value: the answer then carries the times of the predictions. They are counted from it in steps of the frequency, so a start without a frequency is refused."""
    frequency: Frequency
    """The step between two values."""
    model: ForecastModel
    """How to forecast."""
    levels: list[float]
    """The coverages of the prediction intervals, in per cent: 80, not 0.8. Absent: 80 and 95."""
    missing: list[int]
    """Zero-based positions in time_series that were not observed; the values there are ignored and may be anything, also NaN."""

    def __init__(
        self,
        *,
        time_series: _m.FloatsOrNone = (),
        forecast_steps: int = 0,
        season_lengths: _m.Ints = (),
        start: _datetime.datetime | None = None,
        frequency: Frequency | FrequencyName = Frequency.UNSPECIFIED,
        model: ForecastModel | ForecastModelName = ForecastModel.UNSPECIFIED,
        levels: _m.Floats = (),
        missing: _m.Ints = (),
    ) -> None:
        self.time_series, self.missing = _m.split_missing(time_series, missing)
        self.forecast_steps = forecast_steps
        self.season_lengths = _m.items(season_lengths)
        self.start = start
        self.frequency = Frequency(frequency)
        self.model = ForecastModel(model)
        self.levels = _m.items(levels)


class ForecastResponse(_m.Message):
    """The continuation of one series."""

    __slots__ = ("predictions", "intervals", "model_type", "confidence", "season_lengths", "warnings", "times")
    __match_args__ = ("predictions", "intervals", "model_type", "confidence", "season_lengths", "warnings", "times")
    __proto_name__ = "omni.intelligence.v1.ForecastResponse"
    __fields__ = (
        ("predictions", 1, "double", "packed", None, None, None),
        ("intervals", 2, "message", "repeated", "PredictionInterval", None, None),
        ("model_type", 3, "string", "one", None, None, None),
        ("confidence", 4, "double", "one", None, None, None),
        ("season_lengths", 5, "int32", "packed", None, None, None),
        ("warnings", 6, "message", "repeated", "ForecastWarning", None, None),
        ("times", 7, "timestamp", "repeated", None, None, None),
    )

    predictions: list[float]
    """One value a step."""
    intervals: list[PredictionInterval]
    """One interval a level, in the order asked for."""
    model_type: str
    """The model that made the predictions; for AUTO the members and their weights."""
    confidence: float
    """Skill against the seasonal naive forecast in a rolling-origin backtest: 0 is no better, 1 is without error. A series that does not vary is continued without error, so it is 1; of a series too short for the backtest it is 0, with the warning NOT_BACKTESTED."""
    season_lengths: list[int]
    """The season lengths used, given or detected, shortest first."""
    warnings: list[ForecastWarning]
    """What the caller should know about this forecast."""
    times: list[_datetime.datetime]
    """The times of the predictions, when the request gave a start and a frequency."""

    def __init__(
        self,
        *,
        predictions: _m.Floats = (),
        intervals: _abc.Iterable[PredictionInterval] = (),
        model_type: str = "",
        confidence: float = 0.0,
        season_lengths: _m.Ints = (),
        warnings: _abc.Iterable[ForecastWarning] = (),
        times: _abc.Iterable[_datetime.datetime] = (),
    ) -> None:
        self.predictions = _m.items(predictions)
        self.intervals = _m.items(intervals)
        self.model_type = model_type
        self.confidence = confidence
        self.season_lengths = _m.items(season_lengths)
        self.warnings = _m.items(warnings)
        self.times = _m.items(times)


class PredictionInterval(_m.Message):
    """A range that holds the future value with a stated probability."""

    __slots__ = ("level", "lower", "upper")
    __match_args__ = ("level", "lower", "upper")
    __proto_name__ = "omni.intelligence.v1.PredictionInterval"
    __fields__ = (
        ("level", 1, "double", "one", None, None, None),
        ("lower", 2, "double", "packed", None, None, None),
        ("upper", 3, "double", "packed", None, None, None),
    )

    level: float
    """The probability in per cent."""
    lower: list[float]
    """One lower end a step."""
    upper: list[float]
    """One upper end a step."""

    def __init__(
        self,
        *,
        level: float = 0.0,
        lower: _m.Floats = (),
        upper: _m.Floats = (),
    ) -> None:
        self.level = level
        self.lower = _m.items(lower)
        self.upper = _m.items(upper)


class ForecastWarning(_m.Message):
    """Something a forecast could not do as well as with better input."""

    __slots__ = ("code", "message")
    __match_args__ = ("code", "message")
    __proto_name__ = "omni.intelligence.v1.ForecastWarning"
    __fields__ = (
        ("code", 1, "string", "one", None, None, None),
        ("message", 2, "string", "one", None, None, None),
    )

    code: str
    """What it is, in UPPER_SNAKE_CASE; listed in the docs."""
    message: str
    """The same for people."""

    def __init__(
        self,
        *,
        code: str = "",
        message: str = "",
    ) -> None:
        self.code = code
        self.message = message


class ForecastBatchRequest(_m.Message):
    """Many series to forecast."""

    __slots__ = ("requests",)
    __match_args__ = ("requests",)
    __proto_name__ = "omni.intelligence.v1.ForecastBatchRequest"
    __fields__ = (
        ("requests", 1, "message", "repeated", "ForecastRequest", None, None),
    )

    requests: list[ForecastRequest]
    """The series."""

    def __init__(
        self,
        *,
        requests: _abc.Iterable[ForecastRequest] = (),
    ) -> None:
        self.requests = _m.items(requests)


class ForecastBatchResponse(_m.Message):
    """The result of one series of a batch."""

    __slots__ = ("index", "forecast", "failure")
    __match_args__ = ("index", "forecast", "failure")
    __proto_name__ = "omni.intelligence.v1.ForecastBatchResponse"
    __fields__ = (
        ("index", 1, "int32", "one", None, None, None),
        ("forecast", 2, "message", "optional", "ForecastResponse", "result", None),
        ("failure", 3, "message", "optional", "ForecastFailure", "result", None),
    )

    index: int
    """The position of the series in the request, from 0."""
    forecast: ForecastResponse | None
    """The forecast."""
    failure: ForecastFailure | None
    """Why there is none."""

    def __init__(
        self,
        *,
        index: int = 0,
        forecast: ForecastResponse | None = None,
        failure: ForecastFailure | None = None,
    ) -> None:
        _m.at_most_one("result", forecast=forecast, failure=failure)
        self.index = index
        self.forecast = forecast
        self.failure = failure

    @property
    def result(self) -> ForecastResponse | ForecastFailure | None:
        """What came out.

        The one of `forecast`, `failure` that is set, or None.
        """
        if self.forecast is not None:
            return self.forecast
        if self.failure is not None:
            return self.failure
        return None

    @property
    def which_result(self) -> _t.Literal["forecast", "failure"] | None:
        """The name of the field of `result` that is set, or None."""
        if self.forecast is not None:
            return "forecast"
        if self.failure is not None:
            return "failure"
        return None


class ForecastFailure(_m.Message):
    """Why one series of a batch has no forecast."""

    __slots__ = ("reason", "message", "field", "code")
    __match_args__ = ("reason", "message", "field", "code")
    __proto_name__ = "omni.intelligence.v1.ForecastFailure"
    __fields__ = (
        ("reason", 1, "string", "one", None, None, None),
        ("message", 2, "string", "one", None, None, None),
        ("field", 3, "string", "one", None, None, None),
        ("code", 4, "string", "one", None, None, None),
    )

    reason: str
    """The stable reason, as in google.rpc.ErrorInfo."""
    message: str
    """The same for people."""
    field: str
    """The field of the series, with its index, such as `time_series[3]`."""
    code: str
    """The google.rpc.Code by name, such as INVALID_ARGUMENT."""

    def __init__(
        self,
        *,
        reason: str = "",
        message: str = "",
        field: str = "",
        code: str = "",
    ) -> None:
        self.reason = reason
        self.message = message
        self.field = field
        self.code = code


if _t.TYPE_CHECKING:
    ForecastModelName: _t.TypeAlias = _t.Literal[
        "unspecified",
        "UNSPECIFIED",
        "FORECAST_MODEL_UNSPECIFIED",
        "auto",
        "AUTO",
        "FORECAST_MODEL_AUTO",
        "naive",
        "NAIVE",
        "FORECAST_MODEL_NAIVE",
        "seasonal_naive",
        "SEASONAL_NAIVE",
        "FORECAST_MODEL_SEASONAL_NAIVE",
        "theta",
        "THETA",
        "FORECAST_MODEL_THETA",
        "ets",
        "ETS",
        "FORECAST_MODEL_ETS",
        "arima",
        "ARIMA",
        "FORECAST_MODEL_ARIMA",
        "mstl",
        "MSTL",
        "FORECAST_MODEL_MSTL",
    ]
    FrequencyName: _t.TypeAlias = _t.Literal[
        "unspecified",
        "UNSPECIFIED",
        "FREQUENCY_UNSPECIFIED",
        "minutely",
        "MINUTELY",
        "FREQUENCY_MINUTELY",
        "hourly",
        "HOURLY",
        "FREQUENCY_HOURLY",
        "daily",
        "DAILY",
        "FREQUENCY_DAILY",
        "weekly",
        "WEEKLY",
        "FREQUENCY_WEEKLY",
        "monthly",
        "MONTHLY",
        "FREQUENCY_MONTHLY",
        "quarterly",
        "QUARTERLY",
        "FREQUENCY_QUARTERLY",
        "yearly",
        "YEARLY",
        "FREQUENCY_YEARLY",
        "quarter_hourly",
        "QUARTER_HOURLY",
        "FREQUENCY_QUARTER_HOURLY",
        "half_hourly",
        "HALF_HOURLY",
        "FREQUENCY_HALF_HOURLY",
        "business_daily",
        "BUSINESS_DAILY",
        "FREQUENCY_BUSINESS_DAILY",
    ]

    class ForecastRequestDict(_t.TypedDict, total=False):
        """The fields of `ForecastRequest` as a dict."""

        time_series: _m.FloatsOrNone
        forecast_steps: int
        season_lengths: _m.Ints
        start: _datetime.datetime
        frequency: Frequency | FrequencyName
        model: ForecastModel | ForecastModelName
        levels: _m.Floats
        missing: _m.Ints

    class ForecastResponseDict(_t.TypedDict, total=False):
        """The fields of `ForecastResponse` as a dict."""

        predictions: _m.Floats
        intervals: _abc.Iterable[PredictionInterval | PredictionIntervalDict]
        model_type: str
        confidence: float
        season_lengths: _m.Ints
        warnings: _abc.Iterable[ForecastWarning | ForecastWarningDict]
        times: _abc.Iterable[_datetime.datetime]

    class PredictionIntervalDict(_t.TypedDict, total=False):
        """The fields of `PredictionInterval` as a dict."""

        level: float
        lower: _m.Floats
        upper: _m.Floats

    class ForecastWarningDict(_t.TypedDict, total=False):
        """The fields of `ForecastWarning` as a dict."""

        code: str
        message: str

    class ForecastBatchRequestDict(_t.TypedDict, total=False):
        """The fields of `ForecastBatchRequest` as a dict."""

        requests: _abc.Iterable[ForecastRequest | ForecastRequestDict]

    class ForecastBatchResponseDict(_t.TypedDict, total=False):
        """The fields of `ForecastBatchResponse` as a dict."""

        index: int
        forecast: ForecastResponse | ForecastResponseDict
        failure: ForecastFailure | ForecastFailureDict

    class ForecastFailureDict(_t.TypedDict, total=False):
        """The fields of `ForecastFailure` as a dict."""

        reason: str
        message: str
        field: str
        code: str
