// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

import type { ResponsePromise, ResponseStream } from "../call.js";
import type { Caller } from "../caller.js";
import type { CallOptions } from "../options.js";
import type { ForecastBatchRequestInput, ForecastRequestInput, GetErrorRequestInput, GetHealthRequestInput, GetSummaryRequestInput } from "./inputs.js";
import type { ForecastBatchResponse, ForecastResponse } from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
import type { GetErrorResponse, GetHealthResponse, GetSummaryResponse } from "./pb/omni/platform/v1/platform_service_pb.js";
import { BaseClient } from "../base.js";
import { byPosition } from "../caller.js";
import { IntelligenceService } from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
import { PlatformService } from "./pb/omni/platform/v1/platform_service_pb.js";

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

/** What this installation is, how it is, and what went wrong. */
export class PlatformMethods {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
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
  /** Predictions from a tenant's own numbers. */
  readonly intelligence: IntelligenceMethods;
  /** Predictions from a tenant's own numbers. */
  readonly ml: MlMethods;
  /** What this installation is, how it is, and what went wrong. */
  readonly platform: PlatformMethods;

  /** @internal */
  constructor(caller: Caller) {
    super(caller);
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
