// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

import type { ForecastModel, Frequency } from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
import type { QuotaEnforcement, QuotaPeriod } from "./pb/omni/tenant/v1/entitlement_pb.js";
import type { TenantStatus } from "./pb/omni/tenant/v1/tenant_pb.js";
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { TimestampSchema } from "@bufbuild/protobuf/wkt";

/** How a forecast is made. */
export type ForecastModelName = "AUTO" | "NAIVE" | "SEASONAL_NAIVE" | "THETA" | "ETS" | "ARIMA" | "MSTL";

/** {@link ForecastModel} by value, or by name in either case. */
export type ForecastModelInput = ForecastModel | ForecastModelName | Lowercase<ForecastModelName> | `FORECAST_MODEL_${ForecastModelName}`;

/** The step between two values of a series. */
export type FrequencyName = "MINUTELY" | "HOURLY" | "DAILY" | "WEEKLY" | "MONTHLY" | "QUARTERLY" | "YEARLY" | "QUARTER_HOURLY" | "HALF_HOURLY" | "BUSINESS_DAILY";

/** {@link Frequency} by value, or by name in either case. */
export type FrequencyInput = Frequency | FrequencyName | Lowercase<FrequencyName> | `FREQUENCY_${FrequencyName}`;

/** What happens past a quota. */
export type QuotaEnforcementName = "HARD" | "SOFT" | "OVERAGE";

/** {@link QuotaEnforcement} by value, or by name in either case. */
export type QuotaEnforcementInput = QuotaEnforcement | QuotaEnforcementName | Lowercase<QuotaEnforcementName> | `QUOTA_ENFORCEMENT_${QuotaEnforcementName}`;

/** After which a count starts again, in UTC. */
export type QuotaPeriodName = "DAY" | "MONTH";

/** {@link QuotaPeriod} by value, or by name in either case. */
export type QuotaPeriodInput = QuotaPeriod | QuotaPeriodName | Lowercase<QuotaPeriodName> | `QUOTA_PERIOD_${QuotaPeriodName}`;

/** Whether a tenant is served. */
export type TenantStatusName = "TRIAL" | "ACTIVE" | "SUSPENDED" | "CANCELLED";

/** {@link TenantStatus} by value, or by name in either case. */
export type TenantStatusInput = TenantStatus | TenantStatusName | Lowercase<TenantStatusName> | `TENANT_STATUS_${TenantStatusName}`;

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

/** Whom to cancel. */
export interface CancelTenantRequestInput {
  /** The tenant. */
  tenantId: string;
}

/** A new tenant. */
export interface CreateTenantRequestInput {
  /** What people call it. */
  name: string;

  /** The name of its tier in the catalogue. */
  subscriptionTier: string;

  /** What the operator's other systems know it by. At most 64 pairs; keys of at most 64 characters, values of at most 500. */
  metadata?: Readonly<Record<string, string>> | undefined;
}

/** Asks for the entitlements of a tenant. */
export interface GetFeaturesRequestInput {
  /** The tenant. */
  tenantId: string;
}

/** Asks for a tenant. */
export interface GetTenantRequestInput {
  /** The tenant. */
  tenantId: string;
}

/** Asks for what a tenant has used. */
export interface GetUsageRequestInput {
  /** The tenant. */
  tenantId: string;
}

/** Asks for tenants. */
export interface ListTenantsRequestInput {
  /** How many at most; 0 means 50, and no page has more than 1000. */
  pageSize?: number | undefined;

  /** The `next_page_token` of the page before, with the same filter. Empty: the first page. */
  pageToken?: string | undefined;

  /** Only those of this status. */
  status?: TenantStatusInput | undefined;

  /** Only those of this tier. */
  subscriptionTier?: string | undefined;
}

/** Which override to take back. */
export interface RemoveEntitlementRequestInput {
  /** The tenant. */
  tenantId: string;

  /** What the entitlement is called in the catalogue: a feature, a limit, a meter, or `calls_per_minute`. */
  name: string;
}

/** Whom to resume. */
export interface ResumeTenantRequestInput {
  /** The tenant. */
  tenantId: string;
}

/** An entitlement of one tenant. */
export interface SetEntitlementRequestInput {
  /** The tenant. */
  tenantId: string;

  /** What the entitlement is called in the catalogue: a feature, a limit, a meter, or `calls_per_minute`. */
  name: string;

  /** For a feature: whether it is on. */
  enabled?: boolean | undefined;

  /** For a limit or a meter: the most, a whole number below 2^53. */
  limit?: number | undefined;

  /** For a limit or a meter: there is no most. */
  unlimited?: boolean | undefined;

  /** For a meter with a limit: after which the count starts again. Not set: as in the tier, else a month. */
  period?: QuotaPeriodInput | undefined;

  /** For a meter with a limit: what happens past it. Not set: as in the tier, else hard. */
  enforcement?: QuotaEnforcementInput | undefined;

  /** Why, for those who look later. */
  reason?: string | undefined;
}

/** Whom to suspend, and why. */
export interface SuspendTenantRequestInput {
  /** The tenant. */
  tenantId: string;

  /** Why; the tenant sees it. */
  reason: string;
}

/** What to change of a tenant. */
export interface UpdateTenantRequestInput {
  /** The tenant. */
  tenantId: string;

  /** The new name. */
  name?: string | undefined;

  /** The new metadata, all of it. */
  metadata?: Readonly<Record<string, string>> | undefined;

  /** The fields to change: `name`, `metadata`. Empty: those that are set here. */
  updateMask?: readonly string[] | undefined;

  /** The `etag` of the tenant that the change was made from. Empty: whatever it is now. */
  etag?: string | undefined;
}

/** Where a tenant moves. */
export interface UpgradeTenantRequestInput {
  /** The tenant. */
  tenantId: string;

  /** The name of the tier in the catalogue. */
  subscriptionTier: string;
}
