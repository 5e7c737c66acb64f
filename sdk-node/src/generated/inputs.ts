// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

import type { AuditOutcome } from "./pb/omni/audit/v1/audit_service_pb.js";
import type { ForecastModel, Frequency } from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
import type { Environment } from "./pb/omni/keys/v1/keys_pb.js";
import type { QuotaEnforcement, QuotaPeriod } from "./pb/omni/tenant/v1/entitlement_pb.js";
import type { TenantStatus } from "./pb/omni/tenant/v1/tenant_pb.js";
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { DurationSchema, FieldMaskSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";

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

/** Live data or test data of a tenant. */
export type EnvironmentName = "LIVE" | "TEST";

/** {@link Environment} by value, or by name in either case. */
export type EnvironmentInput = Environment | EnvironmentName | Lowercase<EnvironmentName> | `ENVIRONMENT_${EnvironmentName}`;

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

/** Accepts an invitation without a sign-in. */
export interface AcceptInvitationRequestInput {
  /** The token of the mail. */
  token: string;

  /** What the person is called, 1 to 100 characters; for a person without an account. */
  fullName?: string | undefined;

  /** A password of 8 characters to 1024 bytes, not easy to guess; for a person without an account. */
  password?: string | undefined;
}

/** Sets a new password. */
export interface ChangePasswordRequestInput {
  /** The password until now. */
  currentPassword?: string | undefined;

  /** The new password, 8 characters to 1024 bytes, not easy to guess. */
  newPassword: string;
}

/** Claims a domain. */
export interface ClaimDomainRequestInput {
  /** The domain, such as `example.com`; subdomains are domains of their own. */
  domain: string;
}

/** Ends a sign-in with the second factor. */
export interface CompleteMfaRequestInput {
  /** The challenge that Login gave. */
  challenge: string;

  /** The six digits that the authenticator shows. Either this or a recovery code. */
  code?: string | undefined;

  /** One of the recovery codes, with or without dashes. */
  recoveryCode?: string | undefined;
}

/** Ends a sign-in. */
export interface CompleteSsoRequestInput {
  /** The code of the return_url. */
  code: string;

  /** The random text whose hash StartSso was given. */
  codeVerifier: string;
}

/** Turns the second factor on. */
export interface ConfirmTotpRequestInput {
  /** The six digits that the authenticator shows. */
  code: string;
}

/** Makes a connection. */
export interface CreateConnectionRequestInput {
  /** For the people who choose it, 1 to 100 characters. */
  displayName?: string | undefined;

  /** The role of people whom it brings, built in or the tenant's own; not `owner`. */
  defaultRole?: string | undefined;

  /**
   * Where browsers may be sent back to, at most 20 https URLs, compared letter by letter. `http://127.0.0.1:<port>/...` and
   * `http://[::1]:<port>/...` may always be used (RFC 8252).
   */
  returnUrls?: readonly string[] | undefined;

  /** Whether people may sign in by it. */
  enabled?: boolean | undefined;

  /** By OpenID Connect. */
  oidc?: OidcSettingsInput | undefined;

  /** By SAML 2.0. */
  saml?: SamlSettingsInput | undefined;
}

/** Makes a role. */
export interface CreateRoleRequestInput {
  /** The name, up to 40 small letters, digits and underscores, a letter first; not that of a built-in role. */
  name: string;

  /** For the people who give it, at most 200 characters. */
  description?: string | undefined;

  /** 1 to 100 permissions such as `intelligence.forecasts.create` or `intelligence.*`, not `*`. */
  permissions?: readonly string[] | undefined;
}

/** Removes a connection. */
export interface DeleteConnectionRequestInput {
  /** The connection. */
  connectionId: string;
}

/** Removes a role. */
export interface DeleteRoleRequestInput {
  /** The name. */
  name: string;
}

/** Turns the second factor off. */
export interface DisableTotpRequestInput {
  /** The six digits that the authenticator shows. Either this or a recovery code. */
  code?: string | undefined;

  /** One of the recovery codes, with or without dashes. */
  recoveryCode?: string | undefined;
}

/** Asks for the secret of an authenticator. */
export interface EnrolTotpRequestInput {
  /** The password. People without one, who sign in through their company only, leave it out. */
  currentPassword?: string | undefined;
}

/** Asks for one connection. */
export interface GetConnectionRequestInput {
  /** The connection. */
  connectionId: string;
}

/** Asks for one member. */
export interface GetMemberRequestInput {
  /** The person. */
  userId: string;
}

/** Asks for one role. */
export interface GetRoleRequestInput {
  /** The name. */
  name: string;
}

/** Invites a person. */
export interface InviteMemberRequestInput {
  /** The address of the person. */
  email: string;

  /** The name of the role to give. */
  role: string;
}

/** Accepts an invitation with a sign-in. */
export interface JoinTeamRequestInput {
  /** The token of the mail. */
  token: string;
}

/** Ends the caller's own membership. */
export interface LeaveRequestInput {}

/** Asks for the connections. */
export interface ListConnectionsRequestInput {
  /** Most items of a page; 0 takes 50, more than 1000 gives 1000. */
  pageSize?: number | undefined;

  /** The next_page_token of the page before; empty for the first. */
  pageToken?: string | undefined;
}

/** Asks for the domains. */
export interface ListDomainsRequestInput {
  /** Most items of a page; 0 takes 50, more than 1000 gives 1000. */
  pageSize?: number | undefined;

  /** The next_page_token of the page before; empty for the first. */
  pageToken?: string | undefined;
}

/** Asks for the invitations. */
export interface ListInvitationsRequestInput {
  /** Most items of a page; 0 takes 50, more than 1000 gives 1000. */
  pageSize?: number | undefined;

  /** The next_page_token of the page before; empty for the first. */
  pageToken?: string | undefined;
}

/** Asks for the members. */
export interface ListMembersRequestInput {
  /** Most items of a page; 0 takes 50, more than 1000 gives 1000. */
  pageSize?: number | undefined;

  /** The next_page_token of the page before; empty for the first. */
  pageToken?: string | undefined;
}

/** Asks for the permissions. */
export interface ListPermissionsRequestInput {
  /** Most items of a page; 0 takes 50, more than 1000 gives 1000. */
  pageSize?: number | undefined;

  /** The next_page_token of the page before; empty for the first. */
  pageToken?: string | undefined;
}

/** Asks for the roles. */
export interface ListRolesRequestInput {
  /** Most items of a page; 0 takes 50, more than 1000 gives 1000. */
  pageSize?: number | undefined;

  /** The next_page_token of the page before; empty for the first. */
  pageToken?: string | undefined;
}

/** Asks where the person is signed in. */
export interface ListSessionsRequestInput {
  /** Most sessions of a page; 0 takes 50, more than 1000 gives 1000. */
  pageSize?: number | undefined;

  /** The next_page_token of the page before; empty for the first. */
  pageToken?: string | undefined;
}

/** Signs a person in. */
export interface LoginRequestInput {
  /** The e-mail address of the account. */
  email: string;

  /** The password, at most 1024 bytes. */
  password?: string | undefined;

  /** The tenant to sign in to. Without it, the one the person joined first. */
  tenantId?: string | undefined;
}

/** Ends the caller's session. */
export interface LogoutRequestInput {}

/** An OpenID Connect provider. */
export interface OidcSettingsInput {
  /** The issuer (OpenID Connect Discovery 1.0), an https URL such as `https://login.example.com`. It cannot be changed. */
  issuer?: string | undefined;

  /** Our client id there, 1 to 256 characters. */
  clientId?: string | undefined;

  /** Our secret there; never returned. Empty for a public client, or on an update for the one that is kept. */
  clientSecret?: string | undefined;

  /** What is asked for, at most 20; `openid`, `email` and `profile` when empty. */
  scopes?: readonly string[] | undefined;

  /** The redirect URI to register there; given by the server. */
  redirectUri?: string | undefined;
}

/** Trades a refresh token for new tokens. */
export interface RefreshRequestInput {
  /** The refresh token. */
  refreshToken: string;
}

/** Asks for an account and a company. */
export interface RegisterRequestInput {
  /** The e-mail address. */
  email: string;

  /**
   * The password, 8 characters to 1024 bytes. It is normalised to Unicode's form C (RFC 8265) and may be anything that is
   * not easy to guess: no common password, and nothing made of the person's name, address or company.
   */
  password: string;

  /** What the person is called. */
  fullName: string;

  /** What the company is called; no address of the web or of mail. */
  companyName: string;
}

/** Gives a domain up. */
export interface ReleaseDomainRequestInput {
  /** The domain. */
  domain: string;
}

/** Ends a membership. */
export interface RemoveMemberRequestInput {
  /** The person. */
  userId: string;
}

/** Asks for a mail to set a new password with. */
export interface RequestPasswordResetRequestInput {
  /** The e-mail address. */
  email: string;
}

/** Mails an invitation anew. */
export interface ResendInvitationRequestInput {
  /** The invitation. */
  invitationId: string;
}

/** Sets a new password with the token of a mail. */
export interface ResetPasswordRequestInput {
  /** The token of the mail. */
  token: string;

  /** The new password, 8 characters to 1024 bytes, not easy to guess. */
  newPassword: string;
}

/** Takes an invitation back. */
export interface RevokeInvitationRequestInput {
  /** The invitation. */
  invitationId: string;
}

/** Ends one of the person's sessions. */
export interface RevokeSessionRequestInput {
  /** The session. */
  sessionId: string;
}

/** A SAML 2.0 identity provider. */
export interface SamlSettingsInput {
  /** Its metadata, at most 256 KiB; never returned. On an update, empty for what is kept. */
  idpMetadataXml?: string | undefined;

  /** Its entity id; read from the metadata. It cannot be changed. */
  idpEntityId?: string | undefined;

  /** Where people are sent; read from the metadata. */
  ssoUrl?: string | undefined;

  /** SHA-256 of the certificates that may sign, in hexadecimal; read from the metadata. */
  certificateFingerprints?: readonly string[] | undefined;

  /** Our entity id, and the address of our metadata; given by the server. */
  spEntityId?: string | undefined;

  /** Where responses are posted; given by the server. */
  acsUrl?: string | undefined;
}

/** Begins a sign-in. */
export interface StartSsoRequestInput {
  /** The person's address. Either this or a connection. */
  email?: string | undefined;

  /** The connection, `sso_` and 26 characters. Either this or an address. */
  connectionId?: string | undefined;

  /** Where the browser comes back to; one of the connection's, or on the caller's own machine. */
  returnUrl: string;

  /**
   * SHA-256 of a random text of 43 to 128 letters that the caller keeps for CompleteSso, base64url without padding, as in
   * RFC 7636.
   */
  codeChallenge: string;
}

/** Signs the person in to another tenant. */
export interface SwitchTenantRequestInput {
  /** The tenant. */
  tenantId: string;
}

/** Changes a connection. */
export interface UpdateConnectionRequestInput {
  /** The connection. */
  connectionId: string;

  /** For the people who choose it, 1 to 100 characters. */
  displayName?: string | undefined;

  /** The role of people whom it brings, built in or the tenant's own; not `owner`. */
  defaultRole?: string | undefined;

  /**
   * Where browsers may be sent back to, at most 20 https URLs, compared letter by letter. `http://127.0.0.1:<port>/...` and
   * `http://[::1]:<port>/...` may always be used (RFC 8252).
   */
  returnUrls?: readonly string[] | undefined;

  /** Whether people may sign in by it. */
  enabled?: boolean | undefined;

  /** By OpenID Connect. */
  oidc?: OidcSettingsInput | undefined;

  /** By SAML 2.0. */
  saml?: SamlSettingsInput | undefined;

  /**
   * What to change: `display_name`, `default_role`, `return_urls`, `enabled`, `oidc`, `saml`; all that is set, and the
   * protocol's settings if given, when it is absent.
   */
  updateMask?: readonly string[] | MessageInitShape<typeof FieldMaskSchema> | undefined;
}

/** Gives a member another role. */
export interface UpdateMemberRoleRequestInput {
  /** The person. */
  userId: string;

  /** The name of the role. */
  role: string;
}

/** Changes a role. */
export interface UpdateRoleRequestInput {
  /** The name. */
  name: string;

  /** For the people who give it, at most 200 characters. */
  description?: string | undefined;

  /** 1 to 100 permissions. */
  permissions?: readonly string[] | undefined;

  /** What to change: `description`, `permissions`, or both when it is absent. */
  updateMask?: readonly string[] | MessageInitShape<typeof FieldMaskSchema> | undefined;
}

/** Has a domain looked at. */
export interface VerifyDomainRequestInput {
  /** The domain. */
  domain: string;
}

/** Proves that an address is the person's own. */
export interface VerifyEmailRequestInput {
  /** The token of the mail. */
  token: string;
}

/** Asks who is signed in. */
export interface WhoAmIRequestInput {}

/** Many series to forecast. */
export interface ForecastBatchRequestInput {
  /** The series. */
  requests: readonly ForecastRequestInput[];
}

/** One series to forecast. */
export interface ForecastRequestInput {
  /**
   * The values, oldest first, in equal steps of time. Finite numbers, but at the positions in `missing`. In JSON and
   * Python a missing value may be given as null or None.
   */
  timeSeries: ArrayLike<number | null | undefined>;

  /** How many steps to predict. */
  forecastSteps: number;

  /**
   * The lengths of the seasons in steps, such as 24 and 168 for hourly values. Those that do not fit twice into the
   * series are ignored, with a warning. Absent, or none that fits: those of the frequency, or detected without one.
   */
  seasonLengths?: ArrayLike<number> | undefined;

  /**
   * The time of the first value: the answer then carries the times of the predictions. They are counted from it in
   * steps of the frequency, so a start without a frequency is refused.
   */
  start?: Date | MessageInitShape<typeof TimestampSchema> | undefined;

  /** The step between two values. */
  frequency?: FrequencyInput | undefined;

  /** How to forecast. */
  model?: ForecastModelInput | undefined;

  /** The coverages of the prediction intervals, in per cent: 80, not 0.8. Absent: 80 and 95. */
  levels?: ArrayLike<number> | undefined;

  /**
   * Zero-based positions in time_series that were not observed; the values there are ignored and may be anything,
   * also NaN.
   */
  missing?: ArrayLike<number> | undefined;
}

/** Asks for a new key. */
export interface CreateKeyRequestInput {
  /** What people call it. */
  name: string;

  /** Live or test; that of the caller's credential when not said. */
  environment?: EnvironmentInput | undefined;

  /** What it may do, such as `intelligence.forecasts.create`, `intelligence.*` or `*`. */
  scopes: readonly string[];

  /**
   * The addresses it may come from: IP addresses or CIDR blocks, such as `203.0.113.0/24`. Empty for every address;
   * where a key calls, for those of the calling key, which are the most it can give.
   */
  allowedIps?: readonly string[] | undefined;

  /**
   * From when on it is not valid; never when absent. Where a key calls, at the latest when the calling key ends, which is
   * also taken when absent.
   */
  expireTime?: Date | MessageInitShape<typeof TimestampSchema> | undefined;
}

/** Asks for one key. */
export interface GetKeyRequestInput {
  /** The id of the key. */
  keyId: string;
}

/** Asks for keys. */
export interface ListKeysRequestInput {
  /** Live or test; that of the caller's credential when not said. A test credential sees test keys only. */
  environment?: EnvironmentInput | undefined;

  /** Most keys of the page: 1 to 1000; 0 for 50. */
  pageSize?: number | undefined;

  /** The `next_page_token` of the page before. */
  pageToken?: string | undefined;

  /** Only the keys that this person or key made, or `operator`; all when empty. */
  createdBy?: string | undefined;
}

/** Asks to end a key. */
export interface RevokeKeyRequestInput {
  /** The id of the key. */
  keyId: string;
}

/** Asks for a key in place of another. */
export interface RotateKeyRequestInput {
  /** The id of the key to replace. */
  keyId: string;

  /** How long the old key stays valid beside the new one, at most 30 days; it ends at once when absent or zero. */
  overlap?: MessageInitShape<typeof DurationSchema> | undefined;

  /**
   * From when on the new key is not valid; as the old one when absent. Where a key calls, at the latest when the calling
   * key ends.
   */
  expireTime?: Date | MessageInitShape<typeof TimestampSchema> | undefined;
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

  /**
   * The address of the first owner, who is invited by mail at once. Without one, nobody can sign in to the tenant until the
   * operator has run `omni-server people invite`.
   */
  ownerEmail?: string | undefined;
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
