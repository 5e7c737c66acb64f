// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

import type { AuditOutcome } from "./pb/omni/audit/v1/audit_service_pb.js";
import type { ForecastModel, Frequency } from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { TimestampSchema } from "@bufbuild/protobuf/wkt";

/** How an act ended. */
export type AuditOutcomeName = "SUCCESS" | "DENIED";

/** {@link AuditOutcome} by value, or by name in either case. */
export type AuditOutcomeInput = AuditOutcome | AuditOutcomeName | Lowercase<AuditOutcomeName> | `AUDIT_OUTCOME_${AuditOutcomeName}`;

/** How a forecast is made. */
export type ForecastModelName = "AUTO" | "NAIVE" | "SEASONAL_NAIVE" | "THETA" | "ETS" | "ARIMA" | "MSTL";

/** {@link ForecastModel} by value, or by name in either case. */
export type ForecastModelInput = ForecastModel | ForecastModelName | Lowercase<ForecastModelName> | `FORECAST_MODEL_${ForecastModelName}`;

/** The step between two values of a series. */
export type FrequencyName = "MINUTELY" | "HOURLY" | "DAILY" | "WEEKLY" | "MONTHLY" | "QUARTERLY" | "YEARLY" | "QUARTER_HOURLY" | "HALF_HOURLY" | "BUSINESS_DAILY";

/** {@link Frequency} by value, or by name in either case. */
export type FrequencyInput = Frequency | FrequencyName | Lowercase<FrequencyName> | `FREQUENCY_${FrequencyName}`;

/** Asks for a stretch of the log. */
export interface ExportAuditRequestInput {
  /** The first entry; 0 for the first of all. */
  firstSequence?: number | undefined;

  /** The last entry; 0 for the last of all. */
  lastSequence?: number | undefined;
}

/** Asks for one entry. */
export interface GetAuditEntryRequestInput {
  /** Its place in the log. */
  sequence: number;
}

/** Asks for the keys of checkpoints. */
export interface GetCheckpointKeyRequestInput {}

/** Asks for entries of the log. Every filter that is set has to fit. */
export interface ListAuditEntriesRequestInput {
  /** Only what was done at this time or later. */
  startTime?: Date | MessageInitShape<typeof TimestampSchema> | undefined;

  /** Only what was done before this time. */
  endTime?: Date | MessageInitShape<typeof TimestampSchema> | undefined;

  /** Only what this key or person did. */
  actor?: string | undefined;

  /** Only this action; `keys.*` stands for all that begin with `keys.`. */
  action?: string | undefined;

  /** Only what was done to this. */
  target?: string | undefined;

  /** Only what ended so. */
  outcome?: AuditOutcomeInput | undefined;

  /** Most entries of a page; 50 if not set, at most 1000. */
  pageSize?: number | undefined;

  /** The `next_page_token` of the page before. */
  pageToken?: string | undefined;
}

/** Asks for checkpoints. */
export interface ListCheckpointsRequestInput {
  /** Most checkpoints of a page; 50 if not set, at most 1000. */
  pageSize?: number | undefined;

  /** The `next_page_token` of the page before. */
  pageToken?: string | undefined;
}

/** Asks whether a stretch of the log is as it was written. */
export interface VerifyAuditRequestInput {
  /** The first entry; 0 for the first of all. */
  firstSequence?: number | undefined;

  /** The last entry; 0 for the last of all. */
  lastSequence?: number | undefined;
}

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

/** Asks for the record of one failed request. */
export interface GetErrorRequestInput {
  /** The id of the failed request, as its error showed it. */
  failedRequestId: string;
}

/** Asks for the state of the server. */
export interface GetHealthRequestInput {}

/** Asks for the parts of the installation. */
export interface GetSummaryRequestInput {}
