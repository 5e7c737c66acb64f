# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""`client.ml`."""

from __future__ import annotations

import collections.abc as _abc
import datetime as _datetime

from omni_ai import _caller
from omni_ai import _message as _m
from omni_ai._generated import intelligence_v1 as _intelligence_v1

_PREDICT_REVENUE = _caller.Method("/omni.intelligence.v1.IntelligenceService/Forecast", _intelligence_v1.ForecastRequest, _intelligence_v1.ForecastResponse)
_FORECAST_BATCH = _caller.Method("/omni.intelligence.v1.IntelligenceService/ForecastBatch", _intelligence_v1.ForecastBatchRequest, _intelligence_v1.ForecastBatchResponse)


class Ml(_caller.Caller):
    """`client.ml`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> MlRaw:
        """The same methods, giving the whole response."""
        return MlRaw(self._as_raw())

    def predict_revenue(
        self,
        *,
        time_series: _m.FloatsOrNone,
        forecast_steps: int,
        season_lengths: _m.Ints | None = None,
        start: _datetime.datetime | None = None,
        frequency: _intelligence_v1.Frequency | _intelligence_v1.FrequencyName | None = None,
        model: _intelligence_v1.ForecastModel | _intelligence_v1.ForecastModelName | None = None,
        levels: _m.Floats | None = None,
        missing: _m.Ints | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _intelligence_v1.ForecastResponse:
        """Continues one time series, with prediction intervals.

        Callers need `intelligence.forecasts.create`. The call changes nothing and may be repeated. Series that are too
        short or hold a value that is not finite are refused with INVALID_ARGUMENT, naming the field and the index.

        Args:
            time_series: The values, oldest first, in equal steps of time. Finite numbers, but at the positions
                in `missing`. In JSON and Python a missing value may be given as null or None.
            forecast_steps: How many steps to predict.
            season_lengths: The lengths of the seasons in steps, such as 24 and 168 for hourly values. Those
                that do not fit twice into the series are ignored, with a warning. Absent, or none that
                fits: those of the frequency, or detected without one.
            start: The time of the first value: the answer then carries the times of the predictions. They are
                counted from it in steps of the frequency, so a start without a frequency is refused.
            frequency: The step between two values.
            model: How to forecast.
            levels: The coverages of the prediction intervals, in per cent: 80, not 0.8. Absent: 80 and 95.
            missing: Zero-based positions in time_series that were not observed; the values there are ignored
                and may be anything, also NaN.

        Example:
            client.ml.predict_revenue(time_series=[112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166], forecast_steps=3, levels=[80])
        """
        return self._unary(
            _PREDICT_REVENUE,
            {
                "time_series": time_series,
                "forecast_steps": forecast_steps,
                "season_lengths": season_lengths,
                "start": start,
                "frequency": frequency,
                "model": model,
                "levels": levels,
                "missing": missing,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def forecast_batch(
        self,
        *,
        requests: _abc.Iterable[_intelligence_v1.ForecastRequest | _intelligence_v1.ForecastRequestDict],
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Stream[_intelligence_v1.ForecastBatchResponse]:
        """Forecasts many series and sends each result as soon as it is ready, in no particular order.

        Callers need `intelligence.forecasts.create`. A series that breaks a rule or cannot be forecast gives a result with
        a failure; the others go on. The request as a whole is refused, with INVALID_ARGUMENT, when it has no series or too
        many, or cannot be read.

        Args:
            requests: The series.

        Example:
            for item in client.ml.forecast_batch(requests=[{"time_series": [112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166], "forecast_steps": 3, "levels": [80]}, {"time_series": [5, 7, 6, 8, 7, 9], "forecast_steps": 2}]): ...
        """
        return self._stream(
            _FORECAST_BATCH,
            {
                "requests": requests,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class AsyncMl(_caller.AsyncCaller):
    """`client.ml`."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> AsyncMlRaw:
        """The same methods, giving the whole response."""
        return AsyncMlRaw(self._as_raw())

    async def predict_revenue(
        self,
        *,
        time_series: _m.FloatsOrNone,
        forecast_steps: int,
        season_lengths: _m.Ints | None = None,
        start: _datetime.datetime | None = None,
        frequency: _intelligence_v1.Frequency | _intelligence_v1.FrequencyName | None = None,
        model: _intelligence_v1.ForecastModel | _intelligence_v1.ForecastModelName | None = None,
        levels: _m.Floats | None = None,
        missing: _m.Ints | None = None,
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _intelligence_v1.ForecastResponse:
        """Continues one time series, with prediction intervals.

        Callers need `intelligence.forecasts.create`. The call changes nothing and may be repeated. Series that are too
        short or hold a value that is not finite are refused with INVALID_ARGUMENT, naming the field and the index.

        Args:
            time_series: The values, oldest first, in equal steps of time. Finite numbers, but at the positions
                in `missing`. In JSON and Python a missing value may be given as null or None.
            forecast_steps: How many steps to predict.
            season_lengths: The lengths of the seasons in steps, such as 24 and 168 for hourly values. Those
                that do not fit twice into the series are ignored, with a warning. Absent, or none that
                fits: those of the frequency, or detected without one.
            start: The time of the first value: the answer then carries the times of the predictions. They are
                counted from it in steps of the frequency, so a start without a frequency is refused.
            frequency: The step between two values.
            model: How to forecast.
            levels: The coverages of the prediction intervals, in per cent: 80, not 0.8. Absent: 80 and 95.
            missing: Zero-based positions in time_series that were not observed; the values there are ignored
                and may be anything, also NaN.

        Example:
            await client.ml.predict_revenue(time_series=[112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166], forecast_steps=3, levels=[80])
        """
        return await self._unary(
            _PREDICT_REVENUE,
            {
                "time_series": time_series,
                "forecast_steps": forecast_steps,
                "season_lengths": season_lengths,
                "start": start,
                "frequency": frequency,
                "model": model,
                "levels": levels,
                "missing": missing,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )

    def forecast_batch(
        self,
        *,
        requests: _abc.Iterable[_intelligence_v1.ForecastRequest | _intelligence_v1.ForecastRequestDict],
        timeout: float | _datetime.timedelta | None = None,
        max_retries: int | None = None,
        idempotency_key: str | None = None,
        extra_metadata: _abc.Mapping[str, str] | None = None,
    ) -> _caller.Stream[_intelligence_v1.ForecastBatchResponse]:
        """Forecasts many series and sends each result as soon as it is ready, in no particular order.

        Callers need `intelligence.forecasts.create`. A series that breaks a rule or cannot be forecast gives a result with
        a failure; the others go on. The request as a whole is refused, with INVALID_ARGUMENT, when it has no series or too
        many, or cannot be read.

        Args:
            requests: The series.

        Example:
            async for item in client.ml.forecast_batch(requests=[{"time_series": [112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166], "forecast_steps": 3, "levels": [80]}, {"time_series": [5, 7, 6, 8, 7, 9], "forecast_steps": 2}]): ...
        """
        return self._stream(
            _FORECAST_BATCH,
            {
                "requests": requests,
            },
            timeout,
            max_retries,
            idempotency_key,
            extra_metadata,
        )


class MlRaw:
    """`client.ml`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: Ml) -> None:
        self.predict_revenue = _caller.raw(group.predict_revenue)


class AsyncMlRaw:
    """`client.ml`, giving `.parsed`, `.request_id`, `.headers` and `.latency_ms`."""

    def __init__(self, group: AsyncMl) -> None:
        self.predict_revenue = _caller.raw_async(group.predict_revenue)
