// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

import type { ForecastModel, Frequency } from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { DurationSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";

/** How a forecast is made. */
export type ForecastModelName = "AUTO" | "NAIVE" | "SEASONAL_NAIVE" | "THETA" | "ETS" | "ARIMA" | "MSTL";

/** {@link ForecastModel} by value, or by name in either case. */
export type ForecastModelInput = ForecastModel | ForecastModelName | Lowercase<ForecastModelName> | `FORECAST_MODEL_${ForecastModelName}`;

/** The step between two values of a series. */
export type FrequencyName = "MINUTELY" | "HOURLY" | "DAILY" | "WEEKLY" | "MONTHLY" | "QUARTERLY" | "YEARLY" | "QUARTER_HOURLY" | "HALF_HOURLY" | "BUSINESS_DAILY";

/** {@link Frequency} by value, or by name in either case. */
export type FrequencyInput = Frequency | FrequencyName | Lowercase<FrequencyName> | `FREQUENCY_${FrequencyName}`;

/** Many series to forecast. */
export interface ForecastBatchRequestInput {
  /** The series. */
  requests: readonly ForecastRequestInput[];
}

/** One series to forecast. */
export interface ForecastRequestInput {
  /**
   * The values, oldest first, in equal steps of time. Finite numbers. In JSON and Python a missing value may be given
   * as null or None.
   */
  timeSeries: ArrayLike<number | null | undefined>;

  /** How many steps to predict. */
  forecastSteps: number;

  /** The lengths of the seasons in steps, such as 24 and 168 for hourly values. Absent: detected. */
  seasonLengths?: ArrayLike<number> | undefined;

  /** The time of the first value. With a frequency, the answer then carries the times of the predictions. */
  start?: Date | MessageInitShape<typeof TimestampSchema> | undefined;

  /** The step between two values. */
  frequency?: FrequencyInput | undefined;

  /** How to forecast. */
  model?: ForecastModelInput | undefined;

  /** The coverages of the prediction intervals, in per cent. Absent: 80 and 95. */
  levels?: ArrayLike<number> | undefined;

  /** Zero-based positions in time_series that were not observed; the values there are ignored. */
  missing?: ArrayLike<number> | undefined;
}

/** Asks for the settings. */
export interface GetCacheSettingsRequestInput {}

/** Asks for the statistics. */
export interface GetCacheStatisticsRequestInput {}

/** Asks for the record of one failed request. */
export interface GetErrorRequestInput {
  /** The id of the failed request, as its error showed it. */
  failedRequestId: string;
}

/** Asks for the state of the server. */
export interface GetHealthRequestInput {}

/** Asks where the caller stands. */
export interface GetRateLimitsRequestInput {}

/** Asks for the parts of the installation. */
export interface GetSummaryRequestInput {}

/** Names what to forget. */
export interface PurgeCacheRequestInput {
  /** Full name of a method, a beginning with `*` after it such as `omni.intelligence.*`, or `*` for everything. */
  method: string;
}

/** Changes how long answers of one method are kept. */
export interface SetCacheTtlRequestInput {
  /** Full name of a method that is cached. */
  method: string;

  /** How long; zero keeps nothing. Absent: as the contract says. At most what the operator allows, a day by default. */
  ttl?: MessageInitShape<typeof DurationSchema> | undefined;
}
