/** The canonical codes of gRPC, by name. */
export type ErrorCode =
  | "CANCELLED"
  | "UNKNOWN"
  | "INVALID_ARGUMENT"
  | "DEADLINE_EXCEEDED"
  | "NOT_FOUND"
  | "ALREADY_EXISTS"
  | "PERMISSION_DENIED"
  | "RESOURCE_EXHAUSTED"
  | "FAILED_PRECONDITION"
  | "ABORTED"
  | "OUT_OF_RANGE"
  | "UNIMPLEMENTED"
  | "INTERNAL"
  | "UNAVAILABLE"
  | "DATA_LOSS"
  | "UNAUTHENTICATED";

/** One field of a request that the server refused. */
export interface FieldViolation {
  /** The path of the field, such as `requests[2].forecast_steps`. */
  readonly field: string;
  /** What is wrong with it, and what was expected. */
  readonly description: string;
  /** The stable name of the rule that was broken; may be empty. */
  readonly reason: string;
}

/** Everything an {@link APIError} carries. */
export interface APIErrorFields {
  readonly code: ErrorCode;
  readonly message: string;
  readonly reason?: string;
  readonly domain?: string;
  readonly requestId?: string;
  readonly retryable?: boolean;
  readonly retryAfter?: number | undefined;
  readonly fieldViolations?: readonly FieldViolation[];
  readonly metadata?: Readonly<Record<string, string>>;
  readonly helpUrl?: string | undefined;
}

/** The base of every error this package throws, except `TypeError` for an argument of the wrong type. */
export class OmniError extends Error {
  override readonly name: string = "OmniError";
}

/** A setting that is missing or does not fit. */
export class ConfigError extends OmniError {
  override readonly name: string = "ConfigError";
  /** The option of the client, such as `apiKey`. */
  readonly setting: string;

  constructor(setting: string, message: string) {
    super(message);
    this.setting = setting;
  }
}

/** The server could not be reached, or the connection broke. */
export class APIConnectionError extends OmniError {
  override readonly name: string = "APIConnectionError";
  /** The id of the request, where the server had answered with one; else empty. */
  readonly requestId: string;

  constructor(message: string, requestId = "", options?: ErrorOptions) {
    super(requestId === "" ? message : `${message} (request ${requestId})`, options);
    this.requestId = requestId;
  }
}

/** The call took longer than its timeout. */
export class APITimeoutError extends APIConnectionError {
  override readonly name: string = "APITimeoutError";
}

/** The server answered with an error. */
export class APIError extends OmniError {
  override readonly name: string = "APIError";
  /** The canonical code, such as `INVALID_ARGUMENT`. */
  readonly code: ErrorCode;
  /** The stable reason in UPPER_SNAKE_CASE, listed in the docs; empty where the server gave none. */
  readonly reason: string;
  /** The domain of the reason. */
  readonly domain: string;
  /** The id of the request; `client.getError(id)` shows the record the server kept of it. */
  readonly requestId: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** How long to wait before the next try, in milliseconds, where the server said so. */
  readonly retryAfter: number | undefined;
  /** The fields that were refused. */
  readonly fieldViolations: readonly FieldViolation[];
  /** What the server added to the reason. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The page of the server that explains the reason, where its operator told it its public address. */
  readonly helpUrl: string | undefined;

  constructor(fields: APIErrorFields, options?: ErrorOptions) {
    super(apiMessage(fields), options);
    this.code = fields.code;
    this.reason = fields.reason ?? "";
    this.domain = fields.domain ?? "";
    this.requestId = fields.requestId ?? "";
    this.retryable = fields.retryable ?? false;
    this.retryAfter = fields.retryAfter;
    this.fieldViolations = fields.fieldViolations ?? [];
    this.metadata = fields.metadata ?? {};
    this.helpUrl = fields.helpUrl;
  }
}

/**
 * The server does not take the request, now or later: a field does not fit (see `fieldViolations`), the request is too
 * large, or the server has no such method.
 */
export class InvalidArgumentError extends APIError {
  override readonly name = "InvalidArgumentError";
}

/** The API key is missing, wrong, expired or revoked. */
export class AuthenticationError extends APIError {
  override readonly name = "AuthenticationError";
}

/** The key is good but does not hold the permission. */
export class PermissionDeniedError extends APIError {
  override readonly name = "PermissionDeniedError";
}

/** There is no such thing, or it belongs to another tenant. */
export class NotFoundError extends APIError {
  override readonly name = "NotFoundError";
}

/** There already is one. */
export class AlreadyExistsError extends APIError {
  override readonly name = "AlreadyExistsError";
}

/** Too many calls in a short time; `retryAfter` says when to come back. */
export class RateLimitError extends APIError {
  override readonly name = "RateLimitError";
}

/** A quota of the tenant is used up. */
export class QuotaError extends APIError {
  override readonly name = "QuotaError";
}

/** The call does not fit the present state, or lost against another. */
export class ConflictError extends APIError {
  override readonly name = "ConflictError";
}

/** The server cannot answer at the moment. */
export class UnavailableError extends APIError {
  override readonly name = "UnavailableError";
}

/** Anything else that went wrong in the server. */
export class InternalError extends APIError {
  override readonly name = "InternalError";
}

const API_ERRORS = {
  InvalidArgumentError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  AlreadyExistsError,
  RateLimitError,
  QuotaError,
  ConflictError,
  UnavailableError,
  InternalError,
} as const;

/** The class names of errors the server answers with. */
export type APIErrorKind = keyof typeof API_ERRORS;

/**
 * Makes the error of a kind.
 * @internal
 */
export function apiError(kind: APIErrorKind, fields: APIErrorFields, options?: ErrorOptions): APIError {
  return new (API_ERRORS[kind] ?? InternalError)(fields, options);
}

/** Reasons of RESOURCE_EXHAUSTED that time does not cure: the request itself is too large. */
const TOO_LARGE: ReadonlySet<string> = new Set(["HEADERS_TOO_LARGE", "MESSAGE_TOO_LARGE"]);

/**
 * The class for a code. RESOURCE_EXHAUSTED is a request that is too large where the reason says so, a used-up quota
 * where the server named one, else too many calls.
 * @internal
 */
export function kindOf(code: ErrorCode, reason: string, quotaFailure: boolean): APIErrorKind {
  switch (code) {
    case "INVALID_ARGUMENT":
    case "OUT_OF_RANGE":
    case "UNIMPLEMENTED":
      return "InvalidArgumentError";
    case "UNAUTHENTICATED":
      return "AuthenticationError";
    case "PERMISSION_DENIED":
      return "PermissionDeniedError";
    case "NOT_FOUND":
      return "NotFoundError";
    case "ALREADY_EXISTS":
      return "AlreadyExistsError";
    case "RESOURCE_EXHAUSTED":
      if (TOO_LARGE.has(reason)) return "InvalidArgumentError";
      return quotaFailure ? "QuotaError" : "RateLimitError";
    case "ABORTED":
    case "FAILED_PRECONDITION":
      return "ConflictError";
    case "UNAVAILABLE":
      return "UnavailableError";
    default:
      return "InternalError";
  }
}

/** `CODE: message; field: what is wrong (reason R, request req_…)`, as the native core words it. */
function apiMessage(fields: APIErrorFields): string {
  let text: string = fields.code;
  if (fields.message !== "") text += `: ${fields.message}`;
  for (const { field, description } of fields.fieldViolations ?? []) {
    if (!fields.message.includes(field)) text += `; ${field}: ${description}`;
  }
  const notes: string[] = [];
  if (fields.reason) notes.push(`reason ${fields.reason}`);
  if (fields.requestId) notes.push(`request ${fields.requestId}`);
  return notes.length === 0 ? text : `${text} (${notes.join(", ")})`;
}
