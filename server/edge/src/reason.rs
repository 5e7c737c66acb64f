//! The reasons the edge itself gives.

use omni_kernel::Error;

omni_kernel::reasons! {
    "edge":
    METHOD_UNKNOWN = Unimplemented,
        "The server has no method of this name.",
        "Check the name; `/openapi.json` and gRPC reflection list what is served.";
    PATH_UNKNOWN = NotFound,
        "Nothing is served at this path.",
        "Check the path; `/openapi.json` lists what is served.";
    VERB_NOT_ALLOWED = Unimplemented,
        "The path is served, but not with this HTTP verb.",
        "Use a verb that the `allow` header names.";
    CONTENT_TYPE_UNSUPPORTED = InvalidArgument,
        "The content type of the request is not one the path takes.",
        "Send `content-type: application/json`, or one of the gRPC, gRPC-web or Connect types to a method path.";
    ENCODING_UNSUPPORTED = Unimplemented,
        "The request is compressed in a way the server does not know.",
        "Send it plain, or as gzip or zstd.";
    MALFORMED_REQUEST = InvalidArgument,
        "The bytes of the request are not what the protocol says they are.",
        "Check that the client speaks the protocol of its content type and sends the whole message.";
    HEADERS_TOO_LARGE = ResourceExhausted,
        "The request line and the headers are larger than the server takes.",
        "Send fewer or shorter headers, or ask the operator to raise `server.max_header_bytes`.";
    SERVER_STOPPING = Unavailable,
        "The server was told to stop, and the call had not ended within `server.drain_timeout`.",
        "Send it again, to another server or after the restart; with an idempotency key it takes effect once.";
    REQUEST_TIMEOUT = Cancelled,
        "The message of the request did not arrive in time.",
        "Send the whole message; allow more time where the connection is slow.";
    CREDENTIAL_AMBIGUOUS = InvalidArgument,
        "The request carries more than one credential, and they differ.",
        "Send one credential: an API key in `x-api-key`, or in `authorization: Bearer`.";
    MESSAGE_TOO_LARGE = ResourceExhausted,
        "The request is larger than the server takes.",
        "Send less at a time, or ask the operator to raise `server.max_message_bytes`.";
    CREDENTIAL_MISSING = Unauthenticated,
        "The request carries no credential.",
        "Send an API key in `x-api-key`, or an access token or an API key in `authorization: Bearer`.";
    ACCESS_TOKEN_INVALID = Unauthenticated,
        "The access token is malformed, forged, expired, or of a session that has ended.",
        "Refresh it, or sign in again.";
    ENVIRONMENT_INVALID = InvalidArgument,
        "The header `x-omni-environment` does not name an environment.",
        "Send `live` or `test`, or leave it out for live data.";
    ENVIRONMENT_CONTRADICTED = InvalidArgument,
        "The header `x-omni-environment` asks for other data than the API key is for.",
        "Leave the header out, or use a key of that environment; only people choose the environment of each call.";
    PERMISSION_MISSING = PermissionDenied,
        "The credential is valid but does not grant the permission of the method.",
        "Use a credential with the permission that the error names, or have its scopes widened.";
    ACCESS_DENIED = PermissionDenied,
        "The method is not for this kind of caller.",
        "Sign in as the kind of caller that the method's documentation names.";
    TENANT_SUSPENDED = PermissionDenied,
        "The tenant is suspended: it may read and export, but change nothing.",
        "Settle what is open with the operator of the installation.";
    TENANT_CANCELLED = PermissionDenied,
        "The tenant is cancelled and not served any more.",
        "Ask the operator of the installation.";
    FEATURE_MISSING = PermissionDenied,
        "The tenant's tier does not include the feature that the method belongs to.",
        "Upgrade to one of the tiers that the error names, or ask the operator for the feature alone.";
    DEADLINE_EXCEEDED = DeadlineExceeded,
        "The deadline passed before the answer was ready.",
        "Allow more time, or ask for less at once.";
    DEADLINE_INVALID = InvalidArgument,
        "The timeout header is not a duration.",
        "Send `grpc-timeout` as digits and a unit (`500m`), or `connect-timeout-ms` or `x-timeout-ms` as milliseconds.";
    IDEMPOTENCY_KEY_INVALID = InvalidArgument,
        "The header `idempotency-key` is not a key.",
        "Send one key of 1 to 255 visible ASCII characters, such as a UUID, or none.";
    IN_FLIGHT_LIMIT = ResourceExhausted,
        "The server is working on as many requests as it takes at once.",
        "Retry after the time given.";
}

/// The error for a message of more than `limit` bytes.
pub(crate) fn too_large(limit: usize) -> Error {
    Error::new(&MESSAGE_TOO_LARGE, format!("the message is larger than {limit} bytes"))
        .with_metadata("max_bytes", limit.to_string())
}

/// The error for bytes that are not what the protocol says.
pub(crate) fn malformed(what: impl Into<String>) -> Error {
    Error::new(&MALFORMED_REQUEST, what)
}
