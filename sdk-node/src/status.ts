import { durationMs } from "@bufbuild/protobuf/wkt";
import { Code, type ConnectError } from "@connectrpc/connect";

import { apiError, APITimeoutError, kindOf, type ErrorCode, type OmniError } from "./errors.js";
import {
  BadRequestSchema,
  ErrorInfoSchema,
  HelpSchema,
  QuotaFailureSchema,
  RequestInfoSchema,
  RetryInfoSchema,
} from "./generated/pb/google/rpc/error_details_pb.js";

/**
 * The typed error for what a server answered: the code, with the details of google.rpc. `sent` is the id that the request
 * was sent with, for an answer that names none.
 */
export function omniError(error: ConnectError, sent: string): OmniError {
  const code = codeName(error.code);
  const requestId = error.metadata.get("x-request-id") ?? error.findDetails(RequestInfoSchema)[0]?.requestId ?? sent;
  if (code === "DEADLINE_EXCEEDED") {
    return new APITimeoutError(error.rawMessage || "the deadline passed", requestId, { cause: error });
  }
  const info = error.findDetails(ErrorInfoSchema)[0];
  const retry = error.findDetails(RetryInfoSchema)[0]?.retryDelay;
  const quotaFailure = error.findDetails(QuotaFailureSchema).length > 0;
  const violations = error.findDetails(BadRequestSchema).flatMap((detail) => detail.fieldViolations);
  return apiError(
    kindOf(code, info?.reason ?? "", quotaFailure),
    {
      code,
      message: error.rawMessage,
      reason: info?.reason ?? "",
      domain: info?.domain ?? "",
      requestId,
      retryable: code === "UNAVAILABLE" || retry !== undefined,
      retryAfter: retry && durationMs(retry),
      fieldViolations: violations.map(({ field, description, reason }) => ({ field, description, reason })),
      metadata: info?.metadata ?? {},
      helpUrl: error.findDetails(HelpSchema)[0]?.links[0]?.url,
    },
    { cause: error },
  );
}

/** `InvalidArgument` as `INVALID_ARGUMENT`. */
function codeName(code: Code): ErrorCode {
  if (code === Code.Canceled) return "CANCELLED";
  const name = Code[code] ?? "Unknown";
  return name.replace(/(?<=.)[A-Z]/g, "_$&").toUpperCase() as ErrorCode;
}
