// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

import type { ResponsePromise, ResponseStream } from "../call.js";
import type { Caller } from "../caller.js";
import type { CallOptions } from "../options.js";
import type { CancelTenantRequestInput, CreateTenantRequestInput, ForecastBatchRequestInput, ForecastRequestInput, GetErrorRequestInput, GetFeaturesRequestInput, GetHealthRequestInput, GetSummaryRequestInput, GetTenantRequestInput, GetUsageRequestInput, ListTenantsRequestInput, RemoveEntitlementRequestInput, ResumeTenantRequestInput, SetEntitlementRequestInput, SuspendTenantRequestInput, UpdateTenantRequestInput, UpgradeTenantRequestInput } from "./inputs.js";
import type { ForecastBatchResponse, ForecastResponse } from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
import type { GetErrorResponse, GetHealthResponse, GetSummaryResponse } from "./pb/omni/platform/v1/platform_service_pb.js";
import type { GetFeaturesResponse, GetUsageResponse, RemoveEntitlementResponse, SetEntitlementResponse } from "./pb/omni/tenant/v1/entitlement_pb.js";
import type { CancelTenantResponse, CreateTenantResponse, GetTenantResponse, ListTenantsResponse, ResumeTenantResponse, SuspendTenantResponse, UpdateTenantResponse, UpgradeTenantResponse } from "./pb/omni/tenant/v1/tenant_pb.js";
import { BaseClient } from "../base.js";
import { byPosition } from "../caller.js";
import { IntelligenceService } from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
import { PlatformService } from "./pb/omni/platform/v1/platform_service_pb.js";
import { TenantService } from "./pb/omni/tenant/v1/tenant_service_pb.js";

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

/** The companies that an installation serves: their tier, their status, what they may use and what they have used. */
export class TenantsMethods {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * CreateTenant makes a tenant.
   *
   * Only for the operator of the installation, with `tenant.tenants.create`. A tier that is not in the catalogue is
   * INVALID_ARGUMENT.
   *
   * @example
   * const response = await client.tenants.create({ name: "Acme", subscriptionTier: "pro", metadata: { crm: "4711" } });
   */
  create(request: CreateTenantRequestInput, options?: CallOptions): ResponsePromise<CreateTenantResponse> {
    return this.#caller.unary(TenantService.method.createTenant, request, options);
  }

  /**
   * GetTenant returns a tenant.
   *
   * Callers need `tenant.tenants.read`. The tenant is the caller's own; the operator of the installation may name any.
   * A tenant that is not there, or that the caller may not see, is NOT_FOUND.
   *
   * @example
   * const response = await client.tenants.get("ten_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  get(tenantId: GetTenantRequestInput["tenantId"], options?: CallOptions): ResponsePromise<GetTenantResponse>;
  get(request: GetTenantRequestInput, options?: CallOptions): ResponsePromise<GetTenantResponse>;
  get(...given: readonly unknown[]): ResponsePromise<GetTenantResponse> {
    const [request, options] = byPosition(given, ["tenantId"], false);
    return this.#caller.unary(TenantService.method.getTenant, request, options);
  }

  /**
   * UpdateTenant changes the name and the metadata of a tenant.
   *
   * Callers need `tenant.tenants.update`. The tenant is the caller's own; the operator of the installation may name any. Without an
   * `update_mask` the fields that are set are changed. With an `etag` that is not the tenant's it is ABORTED: read again.
   * A tenant that is not there, or that the caller may not see, is NOT_FOUND.
   *
   * @example
   * const response = await client.tenants.update({ tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya", name: "Acme GmbH", updateMask: ["name"] });
   */
  update(tenantId: UpdateTenantRequestInput["tenantId"], more?: Omit<UpdateTenantRequestInput, "tenantId">, options?: CallOptions): ResponsePromise<UpdateTenantResponse>;
  update(request: UpdateTenantRequestInput, options?: CallOptions): ResponsePromise<UpdateTenantResponse>;
  update(...given: readonly unknown[]): ResponsePromise<UpdateTenantResponse> {
    const [request, options] = byPosition(given, ["tenantId"], true);
    return this.#caller.unary(TenantService.method.updateTenant, request, options);
  }

  /**
   * ListTenants lists the tenants of the installation, the oldest first.
   *
   * Only for the operator of the installation, with `tenant.tenants.list`.
   *
   * @example
   * const response = await client.tenants.list({ pageSize: 50 });
   */
  list(request?: ListTenantsRequestInput, options?: CallOptions): ResponsePromise<ListTenantsResponse> {
    return this.#caller.unary(TenantService.method.listTenants, request, options);
  }

  /**
   * UpgradeTenant moves a tenant to another tier of the catalogue, up or down. Its overrides stay. A trial ends with it.
   *
   * Callers need `tenant.tenants.upgrade`. The tenant is the caller's own; the operator of the installation may name any. A tier that is not
   * in the catalogue is INVALID_ARGUMENT; one whose limits the tenant already exceeds is FAILED_PRECONDITION.
   * A tenant that is not there, or that the caller may not see, is NOT_FOUND.
   *
   * @example
   * const response = await client.tenants.upgrade({ tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya", subscriptionTier: "pro" });
   */
  upgrade(tenantId: UpgradeTenantRequestInput["tenantId"], subscriptionTier: UpgradeTenantRequestInput["subscriptionTier"], options?: CallOptions): ResponsePromise<UpgradeTenantResponse>;
  upgrade(request: UpgradeTenantRequestInput, options?: CallOptions): ResponsePromise<UpgradeTenantResponse>;
  upgrade(...given: readonly unknown[]): ResponsePromise<UpgradeTenantResponse> {
    const [request, options] = byPosition(given, ["tenantId", "subscriptionTier"], false);
    return this.#caller.unary(TenantService.method.upgradeTenant, request, options);
  }

  /**
   * SuspendTenant leaves a tenant its reads and exports, and nothing that changes anything, within a second.
   *
   * Only for the operator of the installation, with `tenant.tenants.suspend`. The operator's own tenant cannot be
   * suspended, nor one that is cancelled: FAILED_PRECONDITION.
   *
   * @example
   * const response = await client.tenants.suspend({ tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya", reason: "unpaid since March" });
   */
  suspend(tenantId: SuspendTenantRequestInput["tenantId"], more?: Omit<SuspendTenantRequestInput, "tenantId">, options?: CallOptions): ResponsePromise<SuspendTenantResponse>;
  suspend(request: SuspendTenantRequestInput, options?: CallOptions): ResponsePromise<SuspendTenantResponse>;
  suspend(...given: readonly unknown[]): ResponsePromise<SuspendTenantResponse> {
    const [request, options] = byPosition(given, ["tenantId"], true);
    return this.#caller.unary(TenantService.method.suspendTenant, request, options);
  }

  /**
   * ResumeTenant ends a suspension.
   *
   * Only for the operator of the installation, with `tenant.tenants.suspend`. One that is cancelled stays so: FAILED_PRECONDITION.
   *
   * @example
   * const response = await client.tenants.resume("ten_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  resume(tenantId: ResumeTenantRequestInput["tenantId"], options?: CallOptions): ResponsePromise<ResumeTenantResponse>;
  resume(request: ResumeTenantRequestInput, options?: CallOptions): ResponsePromise<ResumeTenantResponse>;
  resume(...given: readonly unknown[]): ResponsePromise<ResumeTenantResponse> {
    const [request, options] = byPosition(given, ["tenantId"], false);
    return this.#caller.unary(TenantService.method.resumeTenant, request, options);
  }

  /**
   * CancelTenant ends the service of a tenant, within a second and for good. Its data stays until it is erased.
   *
   * Only for the operator of the installation, with `tenant.tenants.cancel`. The operator's own tenant cannot be
   * cancelled: FAILED_PRECONDITION.
   *
   * @example
   * const response = await client.tenants.cancel("ten_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  cancel(tenantId: CancelTenantRequestInput["tenantId"], options?: CallOptions): ResponsePromise<CancelTenantResponse>;
  cancel(request: CancelTenantRequestInput, options?: CallOptions): ResponsePromise<CancelTenantResponse>;
  cancel(...given: readonly unknown[]): ResponsePromise<CancelTenantResponse> {
    const [request, options] = byPosition(given, ["tenantId"], false);
    return this.#caller.unary(TenantService.method.cancelTenant, request, options);
  }

  /**
   * GetFeatures says what a tenant may use, and how much, and whether that comes from its tier or from an override.
   *
   * Callers need `tenant.entitlements.read`. The tenant is the caller's own; the operator of the installation may name any.
   * A tenant that is not there, or that the caller may not see, is NOT_FOUND.
   *
   * @example
   * const response = await client.tenants.getFeatures("ten_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  getFeatures(tenantId: GetFeaturesRequestInput["tenantId"], options?: CallOptions): ResponsePromise<GetFeaturesResponse>;
  getFeatures(request: GetFeaturesRequestInput, options?: CallOptions): ResponsePromise<GetFeaturesResponse>;
  getFeatures(...given: readonly unknown[]): ResponsePromise<GetFeaturesResponse> {
    const [request, options] = byPosition(given, ["tenantId"], false);
    return this.#caller.unary(TenantService.method.getFeatures, request, options);
  }

  /**
   * GetUsage says what a tenant has used in the running periods, in the caller's environment.
   *
   * Callers need `tenant.usage.read`. The tenant is the caller's own; the operator of the installation may name any. What another
   * server has counted in the last second may be missing, and what it has set aside for itself counts as used.
   * A tenant that is not there, or that the caller may not see, is NOT_FOUND.
   *
   * @example
   * const response = await client.tenants.getUsage("ten_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  getUsage(tenantId: GetUsageRequestInput["tenantId"], options?: CallOptions): ResponsePromise<GetUsageResponse>;
  getUsage(request: GetUsageRequestInput, options?: CallOptions): ResponsePromise<GetUsageResponse>;
  getUsage(...given: readonly unknown[]): ResponsePromise<GetUsageResponse> {
    const [request, options] = byPosition(given, ["tenantId"], false);
    return this.#caller.unary(TenantService.method.getUsage, request, options);
  }

  /**
   * SetEntitlement gives a tenant another entitlement than its tier's, until it is removed; a change of tier leaves it.
   *
   * Only for the operator of the installation, with `tenant.entitlements.set`. A name that the catalogue does not
   * know is INVALID_ARGUMENT, and so is a value that does not fit what the name stands for.
   *
   * @example
   * const response = await client.tenants.setEntitlement({
   *   tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya",
   *   name: "calls",
   *   limit: 50000,
   *   period: "QUOTA_PERIOD_DAY",
   *   reason: "contract of 2026-01",
   * });
   */
  setEntitlement(tenantId: SetEntitlementRequestInput["tenantId"], name: SetEntitlementRequestInput["name"], more?: Omit<SetEntitlementRequestInput, "tenantId" | "name">, options?: CallOptions): ResponsePromise<SetEntitlementResponse>;
  setEntitlement(request: SetEntitlementRequestInput, options?: CallOptions): ResponsePromise<SetEntitlementResponse>;
  setEntitlement(...given: readonly unknown[]): ResponsePromise<SetEntitlementResponse> {
    const [request, options] = byPosition(given, ["tenantId", "name"], true);
    return this.#caller.unary(TenantService.method.setEntitlement, request, options);
  }

  /**
   * RemoveEntitlement takes an override back; the tier's entitlement holds again. Removing what is not there changes nothing.
   *
   * Only for the operator of the installation, with `tenant.entitlements.set`.
   *
   * @example
   * const response = await client.tenants.removeEntitlement({ tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya", name: "calls" });
   */
  removeEntitlement(tenantId: RemoveEntitlementRequestInput["tenantId"], name: RemoveEntitlementRequestInput["name"], options?: CallOptions): ResponsePromise<RemoveEntitlementResponse>;
  removeEntitlement(request: RemoveEntitlementRequestInput, options?: CallOptions): ResponsePromise<RemoveEntitlementResponse>;
  removeEntitlement(...given: readonly unknown[]): ResponsePromise<RemoveEntitlementResponse> {
    const [request, options] = byPosition(given, ["tenantId", "name"], false);
    return this.#caller.unary(TenantService.method.removeEntitlement, request, options);
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
  /** The companies that an installation serves: their tier, their status, what they may use and what they have used. */
  readonly tenants: TenantsMethods;

  /** @internal */
  constructor(caller: Caller) {
    super(caller);
    this.intelligence = new IntelligenceMethods(caller);
    this.ml = new MlMethods(caller);
    this.platform = new PlatformMethods(caller);
    this.tenants = new TenantsMethods(caller);
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
