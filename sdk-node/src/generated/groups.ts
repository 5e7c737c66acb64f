// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

import type { ResponsePromise, ResponseStream } from "../call.js";
import type { Caller } from "../caller.js";
import type { CallOptions } from "../options.js";
import type { AcceptInvitationRequestInput, CancelTenantRequestInput, ChangePasswordRequestInput, ClaimDomainRequestInput, CompleteMfaRequestInput, CompleteSsoRequestInput, ConfirmTotpRequestInput, CreateConnectionRequestInput, CreateKeyRequestInput, CreateRoleRequestInput, CreateTenantRequestInput, DeleteConnectionRequestInput, DeleteRoleRequestInput, DisableTotpRequestInput, EnrolTotpRequestInput, ExportAuditRequestInput, ForecastBatchRequestInput, ForecastRequestInput, GetAuditEntryRequestInput, GetCacheSettingsRequestInput, GetCacheStatisticsRequestInput, GetCheckpointKeyRequestInput, GetConnectionRequestInput, GetErrorRequestInput, GetFeaturesRequestInput, GetHealthRequestInput, GetKeyRequestInput, GetMemberRequestInput, GetRateLimitsRequestInput, GetRoleRequestInput, GetSummaryRequestInput, GetTenantRequestInput, GetUsageRequestInput, InviteMemberRequestInput, JoinTeamRequestInput, LeaveRequestInput, ListAuditEntriesRequestInput, ListCheckpointsRequestInput, ListConnectionsRequestInput, ListDomainsRequestInput, ListInvitationsRequestInput, ListKeysRequestInput, ListMembersRequestInput, ListPermissionsRequestInput, ListRolesRequestInput, ListSessionsRequestInput, ListTenantsRequestInput, LoginRequestInput, LogoutRequestInput, PurgeCacheRequestInput, RefreshRequestInput, RegisterRequestInput, ReleaseDomainRequestInput, RemoveEntitlementRequestInput, RemoveMemberRequestInput, RequestPasswordResetRequestInput, ResendInvitationRequestInput, ResetPasswordRequestInput, ResumeTenantRequestInput, RevokeInvitationRequestInput, RevokeKeyRequestInput, RevokeSessionRequestInput, RotateKeyRequestInput, SetCacheTtlRequestInput, SetEntitlementRequestInput, StartSsoRequestInput, SuspendTenantRequestInput, SwitchTenantRequestInput, UpdateConnectionRequestInput, UpdateMemberRoleRequestInput, UpdateRoleRequestInput, UpdateTenantRequestInput, UpgradeTenantRequestInput, VerifyAuditRequestInput, VerifyDomainRequestInput, VerifyEmailRequestInput, WhoAmIRequestInput } from "./inputs.js";
import type { ExportAuditResponse, GetAuditEntryResponse, GetCheckpointKeyResponse, ListAuditEntriesResponse, ListCheckpointsResponse, VerifyAuditResponse } from "./pb/omni/audit/v1/audit_service_pb.js";
import type { ChangePasswordResponse, CompleteMfaResponse, ConfirmTotpResponse, DisableTotpResponse, EnrolTotpResponse, ListSessionsResponse, LoginResponse, LogoutResponse, RefreshResponse, RegisterResponse, RequestPasswordResetResponse, ResetPasswordResponse, RevokeSessionResponse, SwitchTenantResponse, VerifyEmailResponse, WhoAmIResponse } from "./pb/omni/identity/v1/auth_messages_pb.js";
import type { ClaimDomainResponse, CompleteSsoResponse, CreateConnectionResponse, DeleteConnectionResponse, GetConnectionResponse, ListConnectionsResponse, ListDomainsResponse, ReleaseDomainResponse, StartSsoResponse, UpdateConnectionResponse, VerifyDomainResponse } from "./pb/omni/identity/v1/sso_messages_pb.js";
import type { AcceptInvitationResponse, CreateRoleResponse, DeleteRoleResponse, GetMemberResponse, GetRoleResponse, InviteMemberResponse, JoinTeamResponse, LeaveResponse, ListInvitationsResponse, ListMembersResponse, ListPermissionsResponse, ListRolesResponse, RemoveMemberResponse, ResendInvitationResponse, RevokeInvitationResponse, UpdateMemberRoleResponse, UpdateRoleResponse } from "./pb/omni/identity/v1/team_messages_pb.js";
import type { ForecastBatchResponse, ForecastResponse } from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
import type { CreateKeyResponse, GetKeyResponse, ListKeysResponse, RevokeKeyResponse, RotateKeyResponse } from "./pb/omni/keys/v1/keys_pb.js";
import type { GetCacheSettingsResponse, GetCacheStatisticsResponse, PurgeCacheResponse, SetCacheTtlResponse } from "./pb/omni/platform/v1/cache_service_pb.js";
import type { GetRateLimitsResponse } from "./pb/omni/platform/v1/limits_service_pb.js";
import type { GetErrorResponse, GetHealthResponse, GetSummaryResponse } from "./pb/omni/platform/v1/platform_service_pb.js";
import type { GetFeaturesResponse, GetUsageResponse, RemoveEntitlementResponse, SetEntitlementResponse } from "./pb/omni/tenant/v1/entitlement_pb.js";
import type { CancelTenantResponse, CreateTenantResponse, GetTenantResponse, ListTenantsResponse, ResumeTenantResponse, SuspendTenantResponse, UpdateTenantResponse, UpgradeTenantResponse } from "./pb/omni/tenant/v1/tenant_pb.js";
import { byPosition } from "../caller.js";
import { AuditService } from "./pb/omni/audit/v1/audit_service_pb.js";
import { AuthService } from "./pb/omni/identity/v1/auth_pb.js";
import { SsoService } from "./pb/omni/identity/v1/sso_pb.js";
import { TeamService } from "./pb/omni/identity/v1/team_pb.js";
import { IntelligenceService } from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
import { KeyService } from "./pb/omni/keys/v1/keys_pb.js";
import { CacheService } from "./pb/omni/platform/v1/cache_service_pb.js";
import { LimitsService } from "./pb/omni/platform/v1/limits_service_pb.js";
import { PlatformService } from "./pb/omni/platform/v1/platform_service_pb.js";
import { TenantService } from "./pb/omni/tenant/v1/tenant_service_pb.js";

/** Who did what, and when: the log of sensitive acts of a tenant, as a chain that shows every later change. */
export class AuditMethods {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * ListAuditEntries lists what was done in the tenant and environment of the credential, the newest first.
   *
   * Callers need `audit.entries.read`. The call itself goes on the log.
   *
   * @example
   * const response = await client.audit.list({ action: "tenant.tenants.suspend", pageSize: 10 });
   */
  list(request?: ListAuditEntriesRequestInput, options?: CallOptions): ResponsePromise<ListAuditEntriesResponse> {
    return this.#caller.unary(AuditService.method.listAuditEntries, request, options);
  }

  /**
   * GetAuditEntry returns one entry of the log.
   *
   * Callers need `audit.entries.read`. An entry that is not there is NOT_FOUND. The call itself goes on the log.
   *
   * @example
   * const response = await client.audit.get(1);
   */
  get(sequence: GetAuditEntryRequestInput["sequence"], options?: CallOptions): ResponsePromise<GetAuditEntryResponse>;
  get(request: GetAuditEntryRequestInput, options?: CallOptions): ResponsePromise<GetAuditEntryResponse>;
  get(...given: readonly unknown[]): ResponsePromise<GetAuditEntryResponse> {
    const [request, options] = byPosition(given, ["sequence"], false);
    return this.#caller.unary(AuditService.method.getAuditEntry, request, options);
  }

  /**
   * ExportAudit streams a stretch of the log, the oldest entry first, with all that it takes to check it without a
   * server: `omni audit verify`.
   *
   * Callers need `audit.entries.read`. The call itself goes on the log, before the first entry is sent.
   *
   * @example
   * for await (const item of client.audit.export({ firstSequence: 1, lastSequence: 1 })) console.log(item);
   */
  export(request?: ExportAuditRequestInput, options?: CallOptions): ResponseStream<ExportAuditResponse> {
    return this.#caller.stream(AuditService.method.exportAudit, request, options);
  }

  /**
   * VerifyAudit recomputes the chain and says where it is first broken, and why.
   *
   * Callers need `audit.entries.verify`. The call itself goes on the log, before the chain is read. A log that was
   * tampered with so that it takes no entry is read all the same.
   *
   * @example
   * const response = await client.audit.verifyChain({ firstSequence: 1, lastSequence: 1 });
   */
  verifyChain(request?: VerifyAuditRequestInput, options?: CallOptions): ResponsePromise<VerifyAuditResponse> {
    return this.#caller.unary(AuditService.method.verifyAudit, request, options);
  }

  /**
   * ListCheckpoints lists the signed checkpoints of the log, the oldest first. Kept elsewhere, a checkpoint shows that
   * the log was cut off behind it.
   *
   * Callers need `audit.entries.verify`.
   *
   * @example
   * const response = await client.audit.listCheckpoints({ pageSize: 10 });
   */
  listCheckpoints(request?: ListCheckpointsRequestInput, options?: CallOptions): ResponsePromise<ListCheckpointsResponse> {
    return this.#caller.unary(AuditService.method.listCheckpoints, request, options);
  }

  /**
   * GetCheckpointKey returns the public keys that the checkpoints of this installation are signed with.
   *
   * Anybody may call it.
   *
   * @example
   * const response = await client.audit.getCheckpointKey();
   */
  getCheckpointKey(request?: GetCheckpointKeyRequestInput, options?: CallOptions): ResponsePromise<GetCheckpointKeyResponse> {
    return this.#caller.unary(AuditService.method.getCheckpointKey, request, options);
  }
}

/** How people sign in. */
export class AuthMethods {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Register asks for an account and a company for a person, and mails a token to the address that proves it is theirs.
   *
   * Anybody may call it. Nothing is made before VerifyEmail is given that token. The answer is the same whether or not the
   * address has an account; a person who has one is told so by mail. A password of less than 8 characters is
   * INVALID_ARGUMENT; RESOURCE_EXHAUSTED when the server hashes as many passwords as it can.
   *
   * @example
   * const response = await client.auth.register({
   *   email: "ana@example.com",
   *   password: "correct horse battery",
   *   fullName: "Ana Kos",
   *   companyName: "Acme",
   * });
   */
  register(request: RegisterRequestInput, options?: CallOptions): ResponsePromise<RegisterResponse> {
    return this.#caller.unary(AuthService.method.register, request, options);
  }

  /**
   * VerifyEmail makes the account, the company on the free tier and the membership as owner that were registered.
   *
   * Anybody who has the token of the mail may call it, once. UNAUTHENTICATED when the token is unknown, used or expired;
   * FAILED_PRECONDITION when the address got an account in the meantime.
   *
   * @example
   * const response = await client.auth.verifyEmail("omni_verify_7Qm2c4XvT0p9");
   */
  verifyEmail(token: VerifyEmailRequestInput["token"], options?: CallOptions): ResponsePromise<VerifyEmailResponse>;
  verifyEmail(request: VerifyEmailRequestInput, options?: CallOptions): ResponsePromise<VerifyEmailResponse>;
  verifyEmail(...given: readonly unknown[]): ResponsePromise<VerifyEmailResponse> {
    const [request, options] = byPosition(given, ["token"], false);
    return this.#caller.unary(AuthService.method.verifyEmail, request, options);
  }

  /**
   * Login signs a person in with their password: tokens, or a challenge when they have a second factor.
   *
   * Anybody may call it. Whatever is wrong - no such person, a wrong or empty password, a person who signs in through
   * their company only, too many failures shortly before - the answer is the same UNAUTHENTICATED after the same work.
   * RESOURCE_EXHAUSTED with the time to wait when too many sign-ins fail from the caller's address or in all, or when the
   * server hashes as many passwords as it can. NOT_FOUND when the person is no member of the tenant that is asked for.
   *
   * @example
   * const response = await client.auth.login({ email: "ana@example.com", password: "correct horse battery" });
   */
  login(request: LoginRequestInput, options?: CallOptions): ResponsePromise<LoginResponse> {
    return this.#caller.unary(AuthService.method.login, request, options);
  }

  /**
   * CompleteMfa ends a sign-in with the code of the authenticator, or with a recovery code.
   *
   * Anybody who has the challenge may call it. A code is accepted once. UNAUTHENTICATED when the challenge or the code is
   * wrong; RESOURCE_EXHAUSTED with the time to wait after too many wrong codes.
   *
   * @example
   * const response = await client.auth.completeMfa({ challenge: "omni_mfa_4XvT0p97Qm2c", code: "123456" });
   */
  completeMfa(request: CompleteMfaRequestInput, options?: CallOptions): ResponsePromise<CompleteMfaResponse> {
    return this.#caller.unary(AuthService.method.completeMfa, request, options);
  }

  /**
   * Refresh trades a refresh token for new tokens. The old one is used up.
   *
   * Anybody who has the token may call it. A caller who missed the answer may ask again within a few seconds and gets the
   * same new refresh token. One who shows a used token later ends the session: either they or somebody else stole it.
   * UNAUTHENTICATED when the token is unknown, used up or expired, or its session has ended.
   *
   * @example
   * const response = await client.auth.refresh("omni_refresh_2b7dT0pQm4cXv9");
   */
  refresh(refreshToken: RefreshRequestInput["refreshToken"], options?: CallOptions): ResponsePromise<RefreshResponse>;
  refresh(request: RefreshRequestInput, options?: CallOptions): ResponsePromise<RefreshResponse>;
  refresh(...given: readonly unknown[]): ResponsePromise<RefreshResponse> {
    const [request, options] = byPosition(given, ["refreshToken"], false);
    return this.#caller.unary(AuthService.method.refresh, request, options);
  }

  /**
   * Logout ends the caller's session with all its tokens.
   *
   * For people who are signed in. Every server refuses the access token within a second.
   *
   * @example
   * const response = await client.auth.logout();
   */
  logout(request?: LogoutRequestInput, options?: CallOptions): ResponsePromise<LogoutResponse> {
    return this.#caller.unary(AuthService.method.logout, request, options);
  }

  /**
   * ChangePassword sets a new password and ends the person's other sessions.
   *
   * For people who are signed in. UNAUTHENTICATED when the current password is wrong; wrong ones count as failed sign-ins.
   *
   * @example
   * const response = await client.auth.changePassword({ currentPassword: "correct horse battery", newPassword: "staple correct horse" });
   */
  changePassword(request: ChangePasswordRequestInput, options?: CallOptions): ResponsePromise<ChangePasswordResponse> {
    return this.#caller.unary(AuthService.method.changePassword, request, options);
  }

  /**
   * RequestPasswordReset mails a token to set a new password with, if the address has an account with a password.
   *
   * Anybody may call it. The answer is the same whether or not there is one, and does not wait to find out.
   *
   * @example
   * const response = await client.auth.requestPasswordReset("ana@example.com");
   */
  requestPasswordReset(email: RequestPasswordResetRequestInput["email"], options?: CallOptions): ResponsePromise<RequestPasswordResetResponse>;
  requestPasswordReset(request: RequestPasswordResetRequestInput, options?: CallOptions): ResponsePromise<RequestPasswordResetResponse>;
  requestPasswordReset(...given: readonly unknown[]): ResponsePromise<RequestPasswordResetResponse> {
    const [request, options] = byPosition(given, ["email"], false);
    return this.#caller.unary(AuthService.method.requestPasswordReset, request, options);
  }

  /**
   * ResetPassword sets a new password and ends all sessions of the person.
   *
   * Anybody who has the token of the mail may call it, once. A second factor stays. UNAUTHENTICATED when the token is
   * unknown, used or expired, or the password was changed after it was sent.
   *
   * @example
   * const response = await client.auth.resetPassword({ token: "omni_reset_7Qm2c4XvT0p9", newPassword: "staple correct horse" });
   */
  resetPassword(request: ResetPasswordRequestInput, options?: CallOptions): ResponsePromise<ResetPasswordResponse> {
    return this.#caller.unary(AuthService.method.resetPassword, request, options);
  }

  /**
   * ListSessions shows where the person is signed in, the latest first.
   *
   * For people who are signed in.
   *
   * @example
   * const response = await client.auth.listSessions();
   */
  listSessions(request?: ListSessionsRequestInput, options?: CallOptions): ResponsePromise<ListSessionsResponse> {
    return this.#caller.unary(AuthService.method.listSessions, request, options);
  }

  /**
   * RevokeSession ends one of the person's sessions with all its tokens.
   *
   * For people who are signed in. Every server refuses its access token within a second. NOT_FOUND when the person has no
   * such session.
   *
   * @example
   * const response = await client.auth.revokeSession("ses_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  revokeSession(sessionId: RevokeSessionRequestInput["sessionId"], options?: CallOptions): ResponsePromise<RevokeSessionResponse>;
  revokeSession(request: RevokeSessionRequestInput, options?: CallOptions): ResponsePromise<RevokeSessionResponse>;
  revokeSession(...given: readonly unknown[]): ResponsePromise<RevokeSessionResponse> {
    const [request, options] = byPosition(given, ["sessionId"], false);
    return this.#caller.unary(AuthService.method.revokeSession, request, options);
  }

  /**
   * WhoAmI says who is signed in, in which tenant, with what they may do there, and where else they belong.
   *
   * For people who are signed in.
   *
   * @example
   * const response = await client.auth.whoAmI();
   */
  whoAmI(request?: WhoAmIRequestInput, options?: CallOptions): ResponsePromise<WhoAmIResponse> {
    return this.#caller.unary(AuthService.method.whoAmI, request, options);
  }

  /**
   * SwitchTenant signs the person in to another of their tenants. The session of the call goes on.
   *
   * For people who are signed in. NOT_FOUND when the person is no member of the tenant.
   *
   * @example
   * const response = await client.auth.switchTenant("ten_01k9z8v6m3e8qsb4x7n2h5d0yb");
   */
  switchTenant(tenantId: SwitchTenantRequestInput["tenantId"], options?: CallOptions): ResponsePromise<SwitchTenantResponse>;
  switchTenant(request: SwitchTenantRequestInput, options?: CallOptions): ResponsePromise<SwitchTenantResponse>;
  switchTenant(...given: readonly unknown[]): ResponsePromise<SwitchTenantResponse> {
    const [request, options] = byPosition(given, ["tenantId"], false);
    return this.#caller.unary(AuthService.method.switchTenant, request, options);
  }

  /**
   * EnrolTotp makes the secret for an authenticator app (RFC 6238). It counts once ConfirmTotp was given a code of it.
   *
   * For people who are signed in, with their password once more, so that a stolen access token does not keep them out of
   * their account; for people without a password, who signed in at most ten minutes ago. UNAUTHENTICATED when the password
   * is wrong; FAILED_PRECONDITION when one is in use already, or when the sign-in is older.
   *
   * @example
   * const response = await client.auth.enrolTotp({ currentPassword: "correct horse battery" });
   */
  enrolTotp(request?: EnrolTotpRequestInput, options?: CallOptions): ResponsePromise<EnrolTotpResponse> {
    return this.#caller.unary(AuthService.method.enrolTotp, request, options);
  }

  /**
   * ConfirmTotp turns the second factor on and gives the recovery codes, which are shown only now.
   *
   * For people who are signed in. UNAUTHENTICATED when the code is wrong; FAILED_PRECONDITION when nothing waits to be
   * confirmed; RESOURCE_EXHAUSTED with the time to wait after too many wrong codes.
   *
   * @example
   * const response = await client.auth.confirmTotp("123456");
   */
  confirmTotp(code: ConfirmTotpRequestInput["code"], options?: CallOptions): ResponsePromise<ConfirmTotpResponse>;
  confirmTotp(request: ConfirmTotpRequestInput, options?: CallOptions): ResponsePromise<ConfirmTotpResponse>;
  confirmTotp(...given: readonly unknown[]): ResponsePromise<ConfirmTotpResponse> {
    const [request, options] = byPosition(given, ["code"], false);
    return this.#caller.unary(AuthService.method.confirmTotp, request, options);
  }

  /**
   * DisableTotp turns the second factor off and takes the recovery codes away.
   *
   * For people who are signed in, with a code or a recovery code once more. UNAUTHENTICATED when it is wrong;
   * FAILED_PRECONDITION when no second factor is on; RESOURCE_EXHAUSTED with the time to wait after too many wrong codes.
   *
   * @example
   * const response = await client.auth.disableTotp({ code: "123456" });
   */
  disableTotp(request?: DisableTotpRequestInput, options?: CallOptions): ResponsePromise<DisableTotpResponse> {
    return this.#caller.unary(AuthService.method.disableTotp, request, options);
  }
}

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
   * const response = await client.intelligence.forecast({
   *   timeSeries: [
   *     112,
   *     118,
   *     132,
   *     129,
   *     121,
   *     135,
   *     148,
   *     148,
   *     136,
   *     119,
   *     104,
   *     118,
   *     115,
   *     126,
   *     141,
   *     135,
   *     125,
   *     149,
   *     170,
   *     170,
   *     158,
   *     133,
   *     114,
   *     140,
   *     145,
   *     150,
   *     178,
   *     163,
   *     172,
   *     178,
   *     199,
   *     199,
   *     184,
   *     162,
   *     146,
   *     166,
   *   ],
   *   forecastSteps: 3,
   *   levels: [80],
   * });
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
   *     {
   *       timeSeries: [
   *         112,
   *         118,
   *         132,
   *         129,
   *         121,
   *         135,
   *         148,
   *         148,
   *         136,
   *         119,
   *         104,
   *         118,
   *         115,
   *         126,
   *         141,
   *         135,
   *         125,
   *         149,
   *         170,
   *         170,
   *         158,
   *         133,
   *         114,
   *         140,
   *         145,
   *         150,
   *         178,
   *         163,
   *         172,
   *         178,
   *         199,
   *         199,
   *         184,
   *         162,
   *         146,
   *         166,
   *       ],
   *       forecastSteps: 3,
   *       levels: [80],
   *     },
   *     { timeSeries: [5, 7, 6, 8, 7, 9], forecastSteps: 2 },
   *   ],
   * })) console.log(item);
   */
  forecastBatch(request: ForecastBatchRequestInput, options?: CallOptions): ResponseStream<ForecastBatchResponse> {
    return this.#caller.stream(IntelligenceService.method.forecastBatch, request, options);
  }
}

/**
 * API keys: the credentials of services.
 *
 * A key belongs to one environment of one tenant. It reads `omni_<live|test>_<public id>_<secret>_<checksum>`; the server
 * keeps a hash of the secret only.
 */
export class KeysMethods {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * CreateKey makes a key and shows its secret, once.
   *
   * Callers need `keys.keys.create`, and every permission that the scopes grant. A test credential makes test keys only.
   * A key makes no key that ends later than itself or comes from other addresses: asking for it is PERMISSION_DENIED with
   * KEY_RESTRICTED, and what is left out is as with the calling key.
   *
   * @example
   * const response = await client.keys.create({ name: "forecasts of the shop", scopes: ["intelligence.*"] });
   */
  create(request: CreateKeyRequestInput, options?: CallOptions): ResponsePromise<CreateKeyResponse> {
    return this.#caller.unary(KeyService.method.createKey, request, options);
  }

  /**
   * ListKeys lists the keys of one environment, the oldest first, ended ones too; all of them, or those that somebody
   * made.
   *
   * Callers need `keys.keys.read`.
   *
   * @example
   * const response = await client.keys.list({ pageSize: 50 });
   */
  list(request?: ListKeysRequestInput, options?: CallOptions): ResponsePromise<ListKeysResponse> {
    return this.#caller.unary(KeyService.method.listKeys, request, options);
  }

  /**
   * GetKey returns one key without its secret.
   *
   * Callers need `keys.keys.read`.
   *
   * @example
   * const response = await client.keys.get("key_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  get(keyId: GetKeyRequestInput["keyId"], options?: CallOptions): ResponsePromise<GetKeyResponse>;
  get(request: GetKeyRequestInput, options?: CallOptions): ResponsePromise<GetKeyResponse>;
  get(...given: readonly unknown[]): ResponsePromise<GetKeyResponse> {
    const [request, options] = byPosition(given, ["keyId"], false);
    return this.#caller.unary(KeyService.method.getKey, request, options);
  }

  /**
   * RotateKey makes a new key with the name, the scopes and the addresses of an old one, which ends after the overlap.
   *
   * Callers need `keys.keys.rotate`, and every permission that the key's scopes grant. A key that has ended is
   * FAILED_PRECONDITION. Where a key calls, for itself or for another, the new key never ends later than the calling one,
   * and a key that may come from where the calling one may not is PERMISSION_DENIED with KEY_RESTRICTED.
   *
   * @example
   * const response = await client.keys.rotate({ keyId: "key_01k9z8v6m3e8qsb4x7n2h5d0ya", overlap: { seconds: 86400n, nanos: 0 } });
   */
  rotate(keyId: RotateKeyRequestInput["keyId"], more?: Omit<RotateKeyRequestInput, "keyId">, options?: CallOptions): ResponsePromise<RotateKeyResponse>;
  rotate(request: RotateKeyRequestInput, options?: CallOptions): ResponsePromise<RotateKeyResponse>;
  rotate(...given: readonly unknown[]): ResponsePromise<RotateKeyResponse> {
    const [request, options] = byPosition(given, ["keyId"], true);
    return this.#caller.unary(KeyService.method.rotateKey, request, options);
  }

  /**
   * RevokeKey ends a key: this server refuses it from now on, every other one within a second. Ending it again changes
   * nothing.
   *
   * Callers need `keys.keys.revoke`, and every permission that the key's scopes grant.
   *
   * @example
   * const response = await client.keys.revoke("key_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  revoke(keyId: RevokeKeyRequestInput["keyId"], options?: CallOptions): ResponsePromise<RevokeKeyResponse>;
  revoke(request: RevokeKeyRequestInput, options?: CallOptions): ResponsePromise<RevokeKeyResponse>;
  revoke(...given: readonly unknown[]): ResponsePromise<RevokeKeyResponse> {
    const [request, options] = byPosition(given, ["keyId"], false);
    return this.#caller.unary(KeyService.method.revokeKey, request, options);
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
   * const response = await client.ml.predictRevenue({
   *   timeSeries: [
   *     112,
   *     118,
   *     132,
   *     129,
   *     121,
   *     135,
   *     148,
   *     148,
   *     136,
   *     119,
   *     104,
   *     118,
   *     115,
   *     126,
   *     141,
   *     135,
   *     125,
   *     149,
   *     170,
   *     170,
   *     158,
   *     133,
   *     114,
   *     140,
   *     145,
   *     150,
   *     178,
   *     163,
   *     172,
   *     178,
   *     199,
   *     199,
   *     184,
   *     162,
   *     146,
   *     166,
   *   ],
   *   forecastSteps: 3,
   *   levels: [80],
   * });
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
   *     {
   *       timeSeries: [
   *         112,
   *         118,
   *         132,
   *         129,
   *         121,
   *         135,
   *         148,
   *         148,
   *         136,
   *         119,
   *         104,
   *         118,
   *         115,
   *         126,
   *         141,
   *         135,
   *         125,
   *         149,
   *         170,
   *         170,
   *         158,
   *         133,
   *         114,
   *         140,
   *         145,
   *         150,
   *         178,
   *         163,
   *         172,
   *         178,
   *         199,
   *         199,
   *         184,
   *         162,
   *         146,
   *         166,
   *       ],
   *       forecastSteps: 3,
   *       levels: [80],
   *     },
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
   * GetRateLimits says where the caller stands with each rate limit that holds for it, without using any but that of
   * administration.
   *
   * Callers need `platform.limits.read`. The list is empty when no limit holds.
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

/**
 * Single sign-on: people sign in at their company's identity provider, by OpenID Connect or SAML 2.0.
 *
 * A tenant proves which domains are its own, and connects identity providers. What these say of an address counts for
 * those domains only. A session that a connection made acts in that tenant alone.
 */
export class SsoMethods {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * CreateConnection connects the tenant to an identity provider of its company, by OpenID Connect or SAML 2.0.
   *
   * For people who are signed in and have `identity.sso.manage`. The answer names what the identity provider has to be told.
   * INVALID_ARGUMENT for an address that is none; PERMISSION_DENIED when default_role grants more than the caller holds;
   * FAILED_PRECONDITION for SAML on a server built without it; RESOURCE_EXHAUSTED past 20 connections.
   *
   * @example
   * const response = await client.sso.createConnection({
   *   displayName: "Acme",
   *   defaultRole: "developer",
   *   returnUrls: ["https://app.example.com/signed-in"],
   *   enabled: true,
   *   oidc: {
   *     issuer: "https://login.example.com",
   *     clientId: "omni",
   *     clientSecret: "correct-horse-battery",
   *   },
   * });
   */
  createConnection(request?: CreateConnectionRequestInput, options?: CallOptions): ResponsePromise<CreateConnectionResponse> {
    return this.#caller.unary(SsoService.method.createConnection, request, options);
  }

  /**
   * GetConnection returns a connection, without its secret.
   *
   * Callers need `identity.sso.read`. NOT_FOUND when there is none.
   *
   * @example
   * const response = await client.sso.getConnection("sso_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  getConnection(connectionId: GetConnectionRequestInput["connectionId"], options?: CallOptions): ResponsePromise<GetConnectionResponse>;
  getConnection(request: GetConnectionRequestInput, options?: CallOptions): ResponsePromise<GetConnectionResponse>;
  getConnection(...given: readonly unknown[]): ResponsePromise<GetConnectionResponse> {
    const [request, options] = byPosition(given, ["connectionId"], false);
    return this.#caller.unary(SsoService.method.getConnection, request, options);
  }

  /**
   * ListConnections lists the connections, the first made first.
   *
   * Callers need `identity.sso.read`.
   *
   * @example
   * const response = await client.sso.listConnections();
   */
  listConnections(request?: ListConnectionsRequestInput, options?: CallOptions): ResponsePromise<ListConnectionsResponse> {
    return this.#caller.unary(SsoService.method.listConnections, request, options);
  }

  /**
   * UpdateConnection changes a connection. Its protocol and its identity provider stay what they are.
   *
   * For people who are signed in and have `identity.sso.manage`. Whoever saves `oidc` or `saml` answers for it: it signs in
   * nobody whose role grants more than the one who saved it held. NOT_FOUND when there is none; otherwise as
   * CreateConnection.
   *
   * @example
   * const response = await client.sso.updateConnection({
   *   connectionId: "sso_01k9z8v6m3e8qsb4x7n2h5d0ya",
   *   displayName: "Acme",
   *   updateMask: ["displayName"],
   * });
   */
  updateConnection(connectionId: UpdateConnectionRequestInput["connectionId"], more?: Omit<UpdateConnectionRequestInput, "connectionId">, options?: CallOptions): ResponsePromise<UpdateConnectionResponse>;
  updateConnection(request: UpdateConnectionRequestInput, options?: CallOptions): ResponsePromise<UpdateConnectionResponse>;
  updateConnection(...given: readonly unknown[]): ResponsePromise<UpdateConnectionResponse> {
    const [request, options] = byPosition(given, ["connectionId"], true);
    return this.#caller.unary(SsoService.method.updateConnection, request, options);
  }

  /**
   * DeleteConnection removes a connection, and with it the sessions that it made and whom it knows.
   *
   * For people who are signed in and have `identity.sso.manage`. People and memberships stay. NOT_FOUND when there is none.
   *
   * @example
   * const response = await client.sso.deleteConnection("sso_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  deleteConnection(connectionId: DeleteConnectionRequestInput["connectionId"], options?: CallOptions): ResponsePromise<DeleteConnectionResponse>;
  deleteConnection(request: DeleteConnectionRequestInput, options?: CallOptions): ResponsePromise<DeleteConnectionResponse>;
  deleteConnection(...given: readonly unknown[]): ResponsePromise<DeleteConnectionResponse> {
    const [request, options] = byPosition(given, ["connectionId"], false);
    return this.#caller.unary(SsoService.method.deleteConnection, request, options);
  }

  /**
   * ClaimDomain says that a domain is the tenant's, and returns the DNS record that proves it.
   *
   * For people who are signed in and have `identity.sso.manage`. Claiming it again returns the same record. INVALID_ARGUMENT
   * for what is no domain; RESOURCE_EXHAUSTED past 100 domains.
   *
   * @example
   * const response = await client.sso.claimDomain("example.com");
   */
  claimDomain(domain: ClaimDomainRequestInput["domain"], options?: CallOptions): ResponsePromise<ClaimDomainResponse>;
  claimDomain(request: ClaimDomainRequestInput, options?: CallOptions): ResponsePromise<ClaimDomainResponse>;
  claimDomain(...given: readonly unknown[]): ResponsePromise<ClaimDomainResponse> {
    const [request, options] = byPosition(given, ["domain"], false);
    return this.#caller.unary(SsoService.method.claimDomain, request, options);
  }

  /**
   * VerifyDomain looks for the DNS record of a claimed domain. From then on its connections vouch for addresses of it.
   *
   * For people who are signed in and have `identity.sso.manage`. FAILED_PRECONDITION when the record is not there, or when the
   * domain is verified by another tenant; UNAVAILABLE when the DNS does not answer; NOT_FOUND when it is not claimed.
   *
   * @example
   * const response = await client.sso.verifyDomain("example.com");
   */
  verifyDomain(domain: VerifyDomainRequestInput["domain"], options?: CallOptions): ResponsePromise<VerifyDomainResponse>;
  verifyDomain(request: VerifyDomainRequestInput, options?: CallOptions): ResponsePromise<VerifyDomainResponse>;
  verifyDomain(...given: readonly unknown[]): ResponsePromise<VerifyDomainResponse> {
    const [request, options] = byPosition(given, ["domain"], false);
    return this.#caller.unary(SsoService.method.verifyDomain, request, options);
  }

  /**
   * ListDomains lists the domains that the tenant claims, by name.
   *
   * Callers need `identity.sso.read`.
   *
   * @example
   * const response = await client.sso.listDomains();
   */
  listDomains(request?: ListDomainsRequestInput, options?: CallOptions): ResponsePromise<ListDomainsResponse> {
    return this.#caller.unary(SsoService.method.listDomains, request, options);
  }

  /**
   * ReleaseDomain gives a domain up. People who were signed in by it before stay known to their connection.
   *
   * For people who are signed in and have `identity.sso.manage`. NOT_FOUND when it is not claimed.
   *
   * @example
   * const response = await client.sso.releaseDomain("example.com");
   */
  releaseDomain(domain: ReleaseDomainRequestInput["domain"], options?: CallOptions): ResponsePromise<ReleaseDomainResponse>;
  releaseDomain(request: ReleaseDomainRequestInput, options?: CallOptions): ResponsePromise<ReleaseDomainResponse>;
  releaseDomain(...given: readonly unknown[]): ResponsePromise<ReleaseDomainResponse> {
    const [request, options] = byPosition(given, ["domain"], false);
    return this.#caller.unary(SsoService.method.releaseDomain, request, options);
  }

  /**
   * StartSso begins a sign-in at the company: the address to send the browser to, for 10 minutes.
   *
   * Anybody may call it, with an e-mail address, whose verified domain leads to the company's first connection, or with a
   * connection. At the end the browser comes back to return_url with `code`, for CompleteSso, or with `error`. NOT_FOUND for
   * whatever has no connection that is on; INVALID_ARGUMENT for a return_url that the connection does not list; UNAVAILABLE
   * when the identity provider does not answer.
   *
   * @example
   * const response = await client.sso.startSso({
   *   email: "ana@example.com",
   *   returnUrl: "http://127.0.0.1:8400/",
   *   codeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
   * });
   */
  startSso(request: StartSsoRequestInput, options?: CallOptions): ResponsePromise<StartSsoResponse> {
    return this.#caller.unary(SsoService.method.startSso, request, options);
  }

  /**
   * CompleteSso ends a sign-in at the company: tokens, or a challenge when the person has a second factor here and the
   * company's sign-in did not ask for one.
   *
   * Anybody may call it who has the code of the return_url, once, within a minute, and the verifier whose hash StartSso was
   * given. UNAUTHENTICATED when either is wrong or the person may not sign in any more.
   *
   * @example
   * const response = await client.sso.completeSso({
   *   code: "omni_sso_7Qm2c4XvT0p9",
   *   codeVerifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
   * });
   */
  completeSso(request: CompleteSsoRequestInput, options?: CallOptions): ResponsePromise<CompleteSsoResponse> {
    return this.#caller.unary(SsoService.method.completeSso, request, options);
  }
}

/**
 * The people of a tenant: members, invitations, roles.
 *
 * A member has one role. A role is a list of permissions, where `keys.*` stands for all below it. Five are built in:
 * owner, admin, developer, billing and viewer; a tenant adds its own. Nobody hands on more than they hold, and a tenant
 * always has an owner. A team is the same in live and test; it is changed with a live sign-in.
 */
export class TeamMethods {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * ListMembers lists the members of the tenant, the first who joined Omni first.
   *
   * Callers need `identity.members.read`.
   *
   * @example
   * const response = await client.team.listMembers();
   */
  listMembers(request?: ListMembersRequestInput, options?: CallOptions): ResponsePromise<ListMembersResponse> {
    return this.#caller.unary(TeamService.method.listMembers, request, options);
  }

  /**
   * GetMember returns one member.
   *
   * Callers need `identity.members.read`. NOT_FOUND when the person is no member.
   *
   * @example
   * const response = await client.team.getMember("usr_01k9z8v6m3e8qsb4x7n2h5d0ya");
   */
  getMember(userId: GetMemberRequestInput["userId"], options?: CallOptions): ResponsePromise<GetMemberResponse>;
  getMember(request: GetMemberRequestInput, options?: CallOptions): ResponsePromise<GetMemberResponse>;
  getMember(...given: readonly unknown[]): ResponsePromise<GetMemberResponse> {
    const [request, options] = byPosition(given, ["userId"], false);
    return this.#caller.unary(TeamService.method.getMember, request, options);
  }

  /**
   * UpdateMemberRole gives a member another role. Every server goes by it within a second.
   *
   * For people who are signed in and have `identity.members.update`. PERMISSION_DENIED when the old or the new role grants
   * more than the caller holds; FAILED_PRECONDITION when it would leave the tenant without an owner; NOT_FOUND when the
   * person is no member.
   *
   * @example
   * const response = await client.team.updateMemberRole({ userId: "usr_01k9z8v6m3e8qsb4x7n2h5d0yb", role: "developer" });
   */
  updateMemberRole(userId: UpdateMemberRoleRequestInput["userId"], role: UpdateMemberRoleRequestInput["role"], options?: CallOptions): ResponsePromise<UpdateMemberRoleResponse>;
  updateMemberRole(request: UpdateMemberRoleRequestInput, options?: CallOptions): ResponsePromise<UpdateMemberRoleResponse>;
  updateMemberRole(...given: readonly unknown[]): ResponsePromise<UpdateMemberRoleResponse> {
    const [request, options] = byPosition(given, ["userId", "role"], false);
    return this.#caller.unary(TeamService.method.updateMemberRole, request, options);
  }

  /**
   * RemoveMember ends a membership and the sessions of the person in the tenant. Every server goes by it within a second.
   * API keys that the person made go on: `ListKeys` with the `created_by` of the person finds them.
   *
   * For people who are signed in and have `identity.members.remove`. PERMISSION_DENIED when the member holds more than the
   * caller; FAILED_PRECONDITION for the last owner; NOT_FOUND when the person is no member.
   *
   * @example
   * const response = await client.team.removeMember("usr_01k9z8v6m3e8qsb4x7n2h5d0yb");
   */
  removeMember(userId: RemoveMemberRequestInput["userId"], options?: CallOptions): ResponsePromise<RemoveMemberResponse>;
  removeMember(request: RemoveMemberRequestInput, options?: CallOptions): ResponsePromise<RemoveMemberResponse>;
  removeMember(...given: readonly unknown[]): ResponsePromise<RemoveMemberResponse> {
    const [request, options] = byPosition(given, ["userId"], false);
    return this.#caller.unary(TeamService.method.removeMember, request, options);
  }

  /**
   * Leave ends the caller's own membership and their sessions in the tenant.
   *
   * For people who are signed in. FAILED_PRECONDITION for the last owner.
   *
   * @example
   * const response = await client.team.leave();
   */
  leave(request?: LeaveRequestInput, options?: CallOptions): ResponsePromise<LeaveResponse> {
    return this.#caller.unary(TeamService.method.leave, request, options);
  }

  /**
   * InviteMember mails an invitation to an address. It holds for seven days, for the person of that address, once.
   *
   * For people who are signed in and have `identity.invitations.create`. PERMISSION_DENIED when the role grants more than
   * the caller holds; RESOURCE_EXHAUSTED when members and invitations fill the tier's `users`; ALREADY_EXISTS when the
   * address is a member's or has an invitation.
   *
   * @example
   * const response = await client.team.invite({ email: "bor@example.com", role: "developer" });
   */
  invite(email: InviteMemberRequestInput["email"], role: InviteMemberRequestInput["role"], options?: CallOptions): ResponsePromise<InviteMemberResponse>;
  invite(request: InviteMemberRequestInput, options?: CallOptions): ResponsePromise<InviteMemberResponse>;
  invite(...given: readonly unknown[]): ResponsePromise<InviteMemberResponse> {
    const [request, options] = byPosition(given, ["email", "role"], false);
    return this.#caller.unary(TeamService.method.inviteMember, request, options);
  }

  /**
   * ListInvitations lists the invitations that nobody accepted or revoked, the oldest first, expired ones too.
   *
   * Callers need `identity.invitations.read`.
   *
   * @example
   * const response = await client.team.listInvitations();
   */
  listInvitations(request?: ListInvitationsRequestInput, options?: CallOptions): ResponsePromise<ListInvitationsResponse> {
    return this.#caller.unary(TeamService.method.listInvitations, request, options);
  }

  /**
   * RevokeInvitation takes an invitation back.
   *
   * For people who are signed in and have `identity.invitations.revoke`. NOT_FOUND when there is none.
   *
   * @example
   * const response = await client.team.revokeInvitation("inv_01k9z8v6m3e8qsb4x7n2h5d0yc");
   */
  revokeInvitation(invitationId: RevokeInvitationRequestInput["invitationId"], options?: CallOptions): ResponsePromise<RevokeInvitationResponse>;
  revokeInvitation(request: RevokeInvitationRequestInput, options?: CallOptions): ResponsePromise<RevokeInvitationResponse>;
  revokeInvitation(...given: readonly unknown[]): ResponsePromise<RevokeInvitationResponse> {
    const [request, options] = byPosition(given, ["invitationId"], false);
    return this.#caller.unary(TeamService.method.revokeInvitation, request, options);
  }

  /**
   * ResendInvitation mails an invitation anew, in the caller's name. The token before is void, and seven days begin again.
   *
   * For people who are signed in and have `identity.invitations.create`. PERMISSION_DENIED when the role grants more than
   * the caller holds; RESOURCE_EXHAUSTED within a minute of the last mail; NOT_FOUND when there is none.
   *
   * @example
   * const response = await client.team.resendInvitation("inv_01k9z8v6m3e8qsb4x7n2h5d0yc");
   */
  resendInvitation(invitationId: ResendInvitationRequestInput["invitationId"], options?: CallOptions): ResponsePromise<ResendInvitationResponse>;
  resendInvitation(request: ResendInvitationRequestInput, options?: CallOptions): ResponsePromise<ResendInvitationResponse>;
  resendInvitation(...given: readonly unknown[]): ResponsePromise<ResendInvitationResponse> {
    const [request, options] = byPosition(given, ["invitationId"], false);
    return this.#caller.unary(TeamService.method.resendInvitation, request, options);
  }

  /**
   * AcceptInvitation makes the invited person a member, with an account if they have none.
   *
   * Anybody who has the token of the mail may call it, once. A person with an account who belongs to a tenant signs in and
   * calls JoinTeam: FAILED_PRECONDITION here. UNAUTHENTICATED when the token is unknown, used, revoked or expired, or the
   * one who sent it may not give the role any more; RESOURCE_EXHAUSTED when the tier's `users` are full.
   *
   * @example
   * const response = await client.team.acceptInvitation({
   *   token: "omni_invite_7Qm2c4XvT0p9",
   *   fullName: "Bor Zupan",
   *   password: "correct horse battery",
   * });
   */
  acceptInvitation(request: AcceptInvitationRequestInput, options?: CallOptions): ResponsePromise<AcceptInvitationResponse> {
    return this.#caller.unary(TeamService.method.acceptInvitation, request, options);
  }

  /**
   * JoinTeam makes the person who is signed in a member of the tenant that invited them. Their session stays where it is.
   *
   * For people who are signed in, whatever tenant to. UNAUTHENTICATED when the token is unknown, used, revoked, expired or
   * for another address, or the one who sent it may not give the role any more; RESOURCE_EXHAUSTED when the tier's `users`
   * are full; ALREADY_EXISTS when they are a member.
   *
   * @example
   * const response = await client.team.join("omni_invite_7Qm2c4XvT0p9");
   */
  join(token: JoinTeamRequestInput["token"], options?: CallOptions): ResponsePromise<JoinTeamResponse>;
  join(request: JoinTeamRequestInput, options?: CallOptions): ResponsePromise<JoinTeamResponse>;
  join(...given: readonly unknown[]): ResponsePromise<JoinTeamResponse> {
    const [request, options] = byPosition(given, ["token"], false);
    return this.#caller.unary(TeamService.method.joinTeam, request, options);
  }

  /**
   * CreateRole makes a role of the tenant's own.
   *
   * For people who are signed in and have `identity.roles.manage`. INVALID_ARGUMENT names a permission that there is not,
   * with the nearest; PERMISSION_DENIED when it grants more than the caller holds; ALREADY_EXISTS when the name is taken;
   * RESOURCE_EXHAUSTED past 100 roles.
   *
   * @example
   * const response = await client.team.createRole({
   *   name: "analyst",
   *   description: "Makes forecasts.",
   *   permissions: ["intelligence.*", "platform.errors.read"],
   * });
   */
  createRole(request: CreateRoleRequestInput, options?: CallOptions): ResponsePromise<CreateRoleResponse> {
    return this.#caller.unary(TeamService.method.createRole, request, options);
  }

  /**
   * GetRole returns a role, built in or the tenant's own.
   *
   * Callers need `identity.roles.read`. NOT_FOUND when there is none.
   *
   * @example
   * const response = await client.team.getRole("developer");
   */
  getRole(name: GetRoleRequestInput["name"], options?: CallOptions): ResponsePromise<GetRoleResponse>;
  getRole(request: GetRoleRequestInput, options?: CallOptions): ResponsePromise<GetRoleResponse>;
  getRole(...given: readonly unknown[]): ResponsePromise<GetRoleResponse> {
    const [request, options] = byPosition(given, ["name"], false);
    return this.#caller.unary(TeamService.method.getRole, request, options);
  }

  /**
   * ListRoles lists the built-in roles, then the tenant's own by name.
   *
   * Callers need `identity.roles.read`.
   *
   * @example
   * const response = await client.team.listRoles();
   */
  listRoles(request?: ListRolesRequestInput, options?: CallOptions): ResponsePromise<ListRolesResponse> {
    return this.#caller.unary(TeamService.method.listRoles, request, options);
  }

  /**
   * UpdateRole changes what a role of the tenant's own grants. Every server goes by it within a second.
   *
   * For people who are signed in and have `identity.roles.manage`. Built-in roles stay as they are: FAILED_PRECONDITION.
   * PERMISSION_DENIED when it grants more than the caller holds, before or after; NOT_FOUND when there is none.
   *
   * @example
   * const response = await client.team.updateRole({
   *   name: "analyst",
   *   permissions: ["intelligence.forecasts.create", "platform.errors.read"],
   *   updateMask: ["permissions"],
   * });
   */
  updateRole(name: UpdateRoleRequestInput["name"], more?: Omit<UpdateRoleRequestInput, "name">, options?: CallOptions): ResponsePromise<UpdateRoleResponse>;
  updateRole(request: UpdateRoleRequestInput, options?: CallOptions): ResponsePromise<UpdateRoleResponse>;
  updateRole(...given: readonly unknown[]): ResponsePromise<UpdateRoleResponse> {
    const [request, options] = byPosition(given, ["name"], true);
    return this.#caller.unary(TeamService.method.updateRole, request, options);
  }

  /**
   * DeleteRole removes a role of the tenant's own that no member and no invitation has.
   *
   * For people who are signed in and have `identity.roles.manage`. FAILED_PRECONDITION for a built-in role and for one in
   * use; PERMISSION_DENIED when it grants more than the caller holds; NOT_FOUND when there is none.
   *
   * @example
   * const response = await client.team.deleteRole("analyst");
   */
  deleteRole(name: DeleteRoleRequestInput["name"], options?: CallOptions): ResponsePromise<DeleteRoleResponse>;
  deleteRole(request: DeleteRoleRequestInput, options?: CallOptions): ResponsePromise<DeleteRoleResponse>;
  deleteRole(...given: readonly unknown[]): ResponsePromise<DeleteRoleResponse> {
    const [request, options] = byPosition(given, ["name"], false);
    return this.#caller.unary(TeamService.method.deleteRole, request, options);
  }

  /**
   * ListPermissions lists every permission that a role or a key can grant.
   *
   * Callers need `identity.roles.read`.
   *
   * @example
   * const response = await client.team.listPermissions();
   */
  listPermissions(request?: ListPermissionsRequestInput, options?: CallOptions): ResponsePromise<ListPermissionsResponse> {
    return this.#caller.unary(TeamService.method.listPermissions, request, options);
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
   * CreateTenant makes a tenant, and invites its first owner when it is told their address.
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
   * Callers need `tenant.tenants.upgrade`. The tenant is the caller's own; the operator of the installation may name any.
   * A tier that is not in the catalogue is INVALID_ARGUMENT; one that tenants do not choose by themselves is
   * PERMISSION_DENIED but for the operator; one whose limits the tenant already exceeds is FAILED_PRECONDITION.
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
   * Only for the operator of the installation, with `tenant.tenants.resume`. One that is cancelled stays so: FAILED_PRECONDITION.
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
