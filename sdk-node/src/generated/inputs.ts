// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

import type { ForecastModel, Frequency } from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { FieldMaskSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";

/** How a forecast is made. */
export type ForecastModelName = "AUTO" | "NAIVE" | "SEASONAL_NAIVE" | "THETA" | "ETS" | "ARIMA" | "MSTL";

/** {@link ForecastModel} by value, or by name in either case. */
export type ForecastModelInput = ForecastModel | ForecastModelName | Lowercase<ForecastModelName> | `FORECAST_MODEL_${ForecastModelName}`;

/** The step between two values of a series. */
export type FrequencyName = "MINUTELY" | "HOURLY" | "DAILY" | "WEEKLY" | "MONTHLY" | "QUARTERLY" | "YEARLY" | "QUARTER_HOURLY" | "HALF_HOURLY" | "BUSINESS_DAILY";

/** {@link Frequency} by value, or by name in either case. */
export type FrequencyInput = Frequency | FrequencyName | Lowercase<FrequencyName> | `FREQUENCY_${FrequencyName}`;

/** Accepts an invitation without a sign-in. */
export interface AcceptInvitationRequestInput {
  /** The token of the mail. */
  token: string;

  /** What the person is called, 1 to 100 characters; for a person without an account. */
  fullName?: string | undefined;

  /** A password of 8 characters to 1024 bytes; for a person without an account. */
  password?: string | undefined;
}

/** Sets a new password. */
export interface ChangePasswordRequestInput {
  /** The password until now. */
  currentPassword?: string | undefined;

  /** The new password, 8 characters to 1024 bytes. */
  newPassword: string;
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

/** Turns the second factor on. */
export interface ConfirmTotpRequestInput {
  /** The six digits that the authenticator shows. */
  code: string;
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
export interface EnrolTotpRequestInput {}

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

/** Trades a refresh token for new tokens. */
export interface RefreshRequestInput {
  /** The refresh token. */
  refreshToken: string;
}

/** Asks for an account and a company. */
export interface RegisterRequestInput {
  /** The e-mail address. */
  email: string;

  /** The password, 8 characters to 1024 bytes. It is normalised to Unicode's form C (RFC 8265) and may be anything. */
  password: string;

  /** What the person is called. */
  fullName: string;

  /** What the company is called. */
  companyName: string;
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

  /** The new password, 8 characters to 1024 bytes. */
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

/** Signs the person in to another tenant. */
export interface SwitchTenantRequestInput {
  /** The tenant. */
  tenantId: string;
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
  updateMask?: MessageInitShape<typeof FieldMaskSchema> | undefined;
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
