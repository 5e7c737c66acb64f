export type { ResponseInfo, UnaryInfo } from "./connection.js";
export { ResponsePromise, ResponseStream, type StreamWithResponse, type WithResponse } from "./call.js";
export {
  AlreadyExistsError,
  APIConnectionError,
  APIError,
  APITimeoutError,
  AuthenticationError,
  ConfigError,
  ConflictError,
  InternalError,
  InvalidArgumentError,
  NotFoundError,
  OmniError,
  PermissionDeniedError,
  QuotaError,
  RateLimitError,
  UnavailableError,
  type APIErrorFields,
  type ErrorCode,
  type FieldViolation,
} from "./errors.js";
export type { Answer } from "./json.js";
export type { GroupClient, Groups } from "./groups.js";
export type { Mock, MockError, RecordedCall } from "./mock.js";
export type { CallOptions, ClientOptions, TokenOptions } from "./options.js";
export type { TokenPair } from "./person.js";
export { VERSION } from "./generated/version.js";
export * from "./generated/groups.js";
export * from "./generated/messages.js";
export type * from "./generated/inputs.js";
export { timestampDate } from "@bufbuild/protobuf/wkt";
