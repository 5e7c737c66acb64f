// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

import type { ResponsePromise, ResponseStream } from "../call.js";
import type { Caller } from "../caller.js";
import type { CallOptions } from "../options.js";
import type { ForecastBatchRequestInput, ForecastRequestInput, GetCacheSettingsRequestInput, GetCacheStatisticsRequestInput, GetErrorRequestInput, GetHealthRequestInput, GetRateLimitsRequestInput, GetSummaryRequestInput, PurgeCacheRequestInput, SetCacheTtlRequestInput } from "./inputs.js";
import type { ForecastBatchResponse, ForecastResponse } from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
import type { GetCacheSettingsResponse, GetCacheStatisticsResponse, PurgeCacheResponse, SetCacheTtlResponse } from "./pb/omni/platform/v1/cache_service_pb.js";
import type { GetRateLimitsResponse } from "./pb/omni/platform/v1/limits_service_pb.js";
import type { GetErrorResponse, GetHealthResponse, GetSummaryResponse } from "./pb/omni/platform/v1/platform_service_pb.js";
import { BaseClient } from "../base.js";
import { byPosition } from "../caller.js";
import { IntelligenceService } from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
import { CacheService } from "./pb/omni/platform/v1/cache_service_pb.js";
import { LimitsService } from "./pb/omni/platform/v1/limits_service_pb.js";
import { PlatformService } from "./pb/omni/platform/v1/platform_service_pb.js";

/**
 * The response cache of a tenant: how often it answers, for how long it keeps, and how to empty it.
 *
 * Only methods that change nothing and say so in their contract are cached. Live and test are kept apart.
 */
export class CacheMethods {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * GetCacheStatistics says how often answers of the caller's tenant came from the cache.
   *
   * Callers need `platform.cache.read`. The counts are those of the node that answers, since its start.
   *
   * @example
   * const response = await client.cache.getStatistics();
   */
  getStatistics(request?: GetCacheStatisticsRequestInput, options?: CallOptions): ResponsePromise<GetCacheStatisticsResponse> {
    return this.#caller.unary(CacheService.method.getCacheStatistics, request, options);
  }

  /**
   * PurgeCache makes the cache forget the tenant's answers, also those that are being made.
   *
   * Callers need `platform.cache.purge`. With a Redis it takes effect on every node at once; without one, on the node
   * that answers. UNAVAILABLE when the Redis does not answer: then nothing was forgotten.
   *
   * @example
   * const response = await client.cache.purge("omni.intelligence.*");
   */
  purge(method: PurgeCacheRequestInput["method"], options?: CallOptions): ResponsePromise<PurgeCacheResponse>;
  purge(request: PurgeCacheRequestInput, options?: CallOptions): ResponsePromise<PurgeCacheResponse>;
  purge(...given: readonly unknown[]): ResponsePromise<PurgeCacheResponse> {
    const [request, options] = byPosition(given, ["method"], false);
    return this.#caller.unary(CacheService.method.purgeCache, request, options);
  }

  /**
   * GetCacheSettings says how long answers of each cached method are kept for the caller's tenant.
   *
   * Callers need `platform.cache.read`.
   *
   * @example
   * const response = await client.cache.getSettings();
   */
  getSettings(request?: GetCacheSettingsRequestInput, options?: CallOptions): ResponsePromise<GetCacheSettingsResponse> {
    return this.#caller.unary(CacheService.method.getCacheSettings, request, options);
  }

  /**
   * SetCacheTtl changes for how long answers are kept for the caller's tenant. Answers that are kept already stay as long
   * as they were to.
   *
   * Callers need `platform.cache.update`. Every node knows within a few seconds.
   *
   * @example
   * const response = await client.cache.setTtl({
   *   method: "omni.intelligence.v1.IntelligenceService/Forecast",
   *   ttl: { seconds: 600n, nanos: 0 },
   * });
   */
  setTtl(method: SetCacheTtlRequestInput["method"], ttl: SetCacheTtlRequestInput["ttl"], options?: CallOptions): ResponsePromise<SetCacheTtlResponse>;
  setTtl(request: SetCacheTtlRequestInput, options?: CallOptions): ResponsePromise<SetCacheTtlResponse>;
  setTtl(...given: readonly unknown[]): ResponsePromise<SetCacheTtlResponse> {
    const [request, options] = byPosition(given, ["method", "ttl"], false);
    return this.#caller.unary(CacheService.method.setCacheTtl, request, options);
  }
}

/** Predictions from a tenant's own numbers. */
export class IntelligenceMethods {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Forecast continues one time series, with prediction intervals.
   *
   * Callers need `intelligence.forecasts.create`. The call changes nothing and may be repeated. Series that are too
   * short or hold a value that is not finite are refused with INVALID_ARGUMENT, naming the field and the index.
   *
   * @example
   * const response = await client.intelligence.forecast({ timeSeries: [100, 120, 145, 160], forecastSteps: 3 });
   */
  forecast(request: ForecastRequestInput, options?: CallOptions): ResponsePromise<ForecastResponse> {
    return this.#caller.unary(IntelligenceService.method.forecast, request, options);
  }

  /**
   * ForecastBatch forecasts many series and sends each result as soon as it is ready, in no particular order.
   *
   * Callers need `intelligence.forecasts.create`. A series that breaks a rule or cannot be forecast gives a result with
   * a failure; the others go on. The request as a whole is refused, with INVALID_ARGUMENT, when it has no series or too
   * many, or cannot be read.
   *
   * @example
   * for await (const item of client.intelligence.forecastBatch({
   *   requests: [
   *     { timeSeries: [100, 120, 145, 160], forecastSteps: 3 },
   *     { timeSeries: [5, 7, 6, 8, 7, 9], forecastSteps: 2 },
   *   ],
   * })) console.log(item);
   */
  forecastBatch(request: ForecastBatchRequestInput, options?: CallOptions): ResponseStream<ForecastBatchResponse> {
    return this.#caller.stream(IntelligenceService.method.forecastBatch, request, options);
  }
}

/** Predictions from a tenant's own numbers. */
export class MlMethods {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Forecast continues one time series, with prediction intervals.
   *
   * Callers need `intelligence.forecasts.create`. The call changes nothing and may be repeated. Series that are too
   * short or hold a value that is not finite are refused with INVALID_ARGUMENT, naming the field and the index.
   *
   * @example
   * const response = await client.ml.predictRevenue({ timeSeries: [100, 120, 145, 160], forecastSteps: 3 });
   */
  predictRevenue(request: ForecastRequestInput, options?: CallOptions): ResponsePromise<ForecastResponse> {
    return this.#caller.unary(IntelligenceService.method.forecast, request, options);
  }

  /**
   * ForecastBatch forecasts many series and sends each result as soon as it is ready, in no particular order.
   *
   * Callers need `intelligence.forecasts.create`. A series that breaks a rule or cannot be forecast gives a result with
   * a failure; the others go on. The request as a whole is refused, with INVALID_ARGUMENT, when it has no series or too
   * many, or cannot be read.
   *
   * @example
   * for await (const item of client.ml.forecastBatch({
   *   requests: [
   *     { timeSeries: [100, 120, 145, 160], forecastSteps: 3 },
   *     { timeSeries: [5, 7, 6, 8, 7, 9], forecastSteps: 2 },
   *   ],
   * })) console.log(item);
   */
  forecastBatch(request: ForecastBatchRequestInput, options?: CallOptions): ResponseStream<ForecastBatchResponse> {
    return this.#caller.stream(IntelligenceService.method.forecastBatch, request, options);
  }
}

/** How much a caller may still do. */
export class PlatformMethods {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * GetRateLimits says where the caller stands with each rate limit that holds for it, without using any of it.
   *
   * Callers need `platform.limits.read`. The call passes at any limit and counts as no call. The list is empty when no
   * limit holds.
   *
   * @example
   * const response = await client.platform.getRateLimits();
   */
  getRateLimits(request?: GetRateLimitsRequestInput, options?: CallOptions): ResponsePromise<GetRateLimitsResponse> {
    return this.#caller.unary(LimitsService.method.getRateLimits, request, options);
  }

  /**
   * GetHealth says whether the server answers, its version and its time.
   *
   * Anybody may call it.
   *
   * @example
   * const response = await client.platform.getHealth();
   */
  getHealth(request?: GetHealthRequestInput, options?: CallOptions): ResponsePromise<GetHealthResponse> {
    return this.#caller.unary(PlatformService.method.getHealth, request, options);
  }

  /**
   * GetSummary says which services the installation runs, their versions and how long it has been up.
   *
   * Callers need `platform.summary.read`.
   *
   * @example
   * const response = await client.platform.getSummary();
   */
  getSummary(request?: GetSummaryRequestInput, options?: CallOptions): ResponsePromise<GetSummaryResponse> {
    return this.#caller.unary(PlatformService.method.getSummary, request, options);
  }

  /**
   * GetError returns the record of a failed request of the caller's tenant, with secrets and personal data masked.
   *
   * Callers need `platform.errors.read`. Records are kept for a configured time; one that is gone, or that belongs to
   * another tenant, is NOT_FOUND.
   *
   * @example
   * const response = await client.platform.getError("req_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  getError(failedRequestId: GetErrorRequestInput["failedRequestId"], options?: CallOptions): ResponsePromise<GetErrorResponse>;
  getError(request: GetErrorRequestInput, options?: CallOptions): ResponsePromise<GetErrorResponse>;
  getError(...given: readonly unknown[]): ResponsePromise<GetErrorResponse> {
    const [request, options] = byPosition(given, ["failedRequestId"], false);
    return this.#caller.unary(PlatformService.method.getError, request, options);
  }
}

/** The methods of the contract, by group. */
export class GeneratedClient extends BaseClient {
  /**
   * The response cache of a tenant: how often it answers, for how long it keeps, and how to empty it.
   *
   * Only methods that change nothing and say so in their contract are cached. Live and test are kept apart.
   */
  readonly cache: CacheMethods;
  /** Predictions from a tenant's own numbers. */
  readonly intelligence: IntelligenceMethods;
  /** Predictions from a tenant's own numbers. */
  readonly ml: MlMethods;
  /** How much a caller may still do. */
  readonly platform: PlatformMethods;

  /** @internal */
  constructor(caller: Caller) {
    super(caller);
    this.cache = new CacheMethods(caller);
    this.intelligence = new IntelligenceMethods(caller);
    this.ml = new MlMethods(caller);
    this.platform = new PlatformMethods(caller);
  }

  /**
   * GetError returns the record of a failed request of the caller's tenant, with secrets and personal data masked.
   *
   * Callers need `platform.errors.read`. Records are kept for a configured time; one that is gone, or that belongs to
   * another tenant, is NOT_FOUND.
   *
   * @example
   * const response = await client.getError("req_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  getError(failedRequestId: GetErrorRequestInput["failedRequestId"], options?: CallOptions): ResponsePromise<GetErrorResponse>;
  getError(request: GetErrorRequestInput, options?: CallOptions): ResponsePromise<GetErrorResponse>;
  getError(...given: readonly unknown[]): ResponsePromise<GetErrorResponse> {
    const [request, options] = byPosition(given, ["failedRequestId"], false);
    return this.caller.unary(PlatformService.method.getError, request, options);
  }
}
