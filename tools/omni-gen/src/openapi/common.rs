//! What every operation shares: credentials, headers, the shape of a failure.

use serde_json::{Map, Value, json};

/// The names of google.rpc.Code that a failure can have.
const CODES: [&str; 16] = [
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

/// A failure that every operation may answer with.
pub(crate) struct Failure {
    /// The HTTP status, or `default`.
    pub(crate) status: &'static str,
    /// The name under `components.responses`.
    pub(crate) name: &'static str,
    description: &'static str,
    code: &'static str,
    reason: &'static str,
    title: &'static str,
    detail: &'static str,
}

/// The failures with a response of their own; all others have the shape of the last.
pub(crate) const FAILURES: [Failure; 6] = [
    Failure {
        status: "400",
        name: "InvalidRequest",
        description: "The request breaks a rule; `errors` names each field with what was expected.",
        code: "INVALID_ARGUMENT",
        reason: "INVALID_FIELD",
        title: "Bad Request",
        detail: "forecast_steps: must be greater than or equal to 1",
    },
    Failure {
        status: "401",
        name: "Unauthenticated",
        description: "There is no credential, or none that is valid.",
        code: "UNAUTHENTICATED",
        reason: "CREDENTIAL_MISSING",
        title: "Unauthorized",
        detail: "the request carries no credential; expected an API key in x-api-key",
    },
    Failure {
        status: "403",
        name: "PermissionDenied",
        description: "The credential is valid but does not grant the permission of the method.",
        code: "PERMISSION_DENIED",
        reason: "PERMISSION_MISSING",
        title: "Forbidden",
        detail: "the credential does not grant intelligence.forecasts.create",
    },
    Failure {
        status: "404",
        name: "NotFound",
        description: "Nothing with this id is visible to the caller.",
        code: "NOT_FOUND",
        reason: "NOT_FOUND",
        title: "Not Found",
        detail: "there is no record of a failed request req_01k9z8v6m3e8qsb4x7n2h5d0ya",
    },
    Failure {
        status: "429",
        name: "ResourceExhausted",
        description: "A limit is used up; `retryAfter` says in seconds when a retry may succeed.",
        code: "RESOURCE_EXHAUSTED",
        reason: "IN_FLIGHT_LIMIT",
        title: "Too Many Requests",
        detail: "the server is working on as many requests as it takes at once",
    },
    Failure {
        status: "default",
        name: "Problem",
        description: "Any other failure, in the same shape.",
        code: "INTERNAL",
        reason: "INTERNAL",
        title: "Internal Server Error",
        detail: "the server failed; the request id finds the cause in its log",
    },
];

impl Failure {
    fn http_status(&self) -> u16 {
        self.status.parse().unwrap_or(500)
    }

    fn example(&self) -> Value {
        let docs = format!("/api/docs/errors#{}", self.reason);
        let mut problem = json!({
            "type": docs,
            "title": self.title,
            "status": self.http_status(),
            "detail": self.detail,
            "code": self.code,
            "reason": self.reason,
            "requestId": "req_01k9z8v6m3e8qsb4x7n2h5d0ya",
        });
        if self.status == "400" {
            problem["errors"] = json!([{
                "field": "forecast_steps",
                "message": "must be greater than or equal to 1",
                "rule": "gte",
            }]);
        }
        if self.status == "429" {
            problem["retryAfter"] = json!(1.0);
        }
        problem["docs"] = json!(docs);
        problem
    }

    fn response(&self) -> Value {
        let mut headers = request_id_header();
        if self.status == "429" {
            headers["Retry-After"] = json!({"$ref": "#/components/headers/RetryAfter"});
        }
        json!({
            "description": self.description,
            "headers": headers,
            "content": {"application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": self.example(),
            }},
        })
    }
}

/// The header that every answer carries.
pub(crate) fn request_id_header() -> Value {
    json!({"X-Request-Id": {"$ref": "#/components/headers/RequestId"}})
}

/// `components.responses`, those that are used.
pub(crate) fn responses(used: impl Fn(&Failure) -> bool) -> Map<String, Value> {
    FAILURES
        .iter()
        .filter(|failure| used(failure))
        .map(|failure| (failure.name.to_owned(), failure.response()))
        .collect()
}

/// `components.headers`.
pub(crate) fn headers() -> Value {
    json!({
        "RequestId": {
            "description": "The id of the request. Give it to the operator, or look a failure up under it.",
            "schema": {"type": "string", "examples": ["req_01k9z8v6m3e8qsb4x7n2h5d0ya"]},
        },
        "RetryAfter": {
            "description": "After how many seconds a retry may succeed.",
            "schema": {"type": "integer", "minimum": 0},
        },
    })
}

/// `components.parameters`.
pub(crate) fn parameters(with_idempotency: bool) -> Value {
    let mut parameters = json!({
        "RequestId": {
            "name": "X-Request-Id",
            "in": "header",
            "description": "An id of the caller for this request; the answer, the log and the traces carry it. \
                Absent or not usable: the server makes one.",
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{1,128}$"},
        },
        "Timeout": {
            "name": "X-Timeout-Ms",
            "in": "header",
            "description": "How long the caller waits, in milliseconds. When it has passed, the work is stopped and \
                the answer is DEADLINE_EXCEEDED.",
            "schema": {"type": "integer", "minimum": 1},
        },
        "Environment": {
            "name": "X-Omni-Environment",
            "in": "header",
            "description": "The data that a call with a person's access token acts on. An API key has its own, and may \
                only name that.",
            "schema": {"type": "string", "enum": ["live", "test"], "default": "live"},
        },
        "Fields": {
            "name": "fields",
            "in": "query",
            "description": "The fields of the answer to send, as paths separated by commas, such as \
                `predictions,intervals.upper`. Absent: all.",
            "schema": {"type": "string"},
        },
    });
    if with_idempotency {
        parameters["IdempotencyKey"] = json!({
            "name": "Idempotency-Key",
            "in": "header",
            "description": "Made once per intended effect and sent again with each retry: the server then gives the \
                first answer again instead of acting twice.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255},
        });
    }
    parameters
}

/// `components.securitySchemes`.
pub(crate) fn security_schemes() -> Value {
    json!({
        "apiKey": {
            "type": "apiKey",
            "in": "header",
            "name": "x-api-key",
            "description": "An API key of a tenant, `omni_live_…` or `omni_test_…`.",
        },
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "The same API key as `authorization: Bearer`.",
        },
        "accessToken": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "The access token of a person who is signed in, as `/auth/login` gives it. With the header \
                `X-Omni-Environment: test` the call acts on test data.",
        },
    })
}

/// The schema of a failure.
pub(crate) fn problem_schema() -> Value {
    json!({
        "type": "object",
        "title": "Problem",
        "description": "Why there is no answer: problem details of RFC 9457 with what gRPC callers get in the status.",
        "required": ["type", "title", "status", "detail", "code", "reason"],
        "properties": {
            "type": {
                "type": "string", "format": "uri-reference",
                "description": "The page that explains the reason.",
            },
            "title": {"type": "string", "description": "The HTTP status in words."},
            "status": {"type": "integer", "minimum": 400, "maximum": 599, "description": "The HTTP status."},
            "detail": {"type": "string", "description": "What was wrong and what was expected, for people."},
            "instance": {
                "type": "string", "format": "uri-reference",
                "description": "This occurrence, where it has an address of its own.",
            },
            "code": {"type": "string", "enum": CODES, "description": "The google.rpc.Code, by name."},
            "reason": {
                "type": "string", "pattern": "^[A-Z][A-Z0-9_]{0,62}$",
                "description": "The stable reason, for programs. `/api/docs/errors` lists all.",
            },
            "requestId": {"type": "string", "description": "The id of the request."},
            "errors": {
                "type": "array",
                "description": "The fields that break a rule.",
                "items": {"$ref": "#/components/schemas/FieldError"},
            },
            "retryAfter": {
                "type": "number", "minimum": 0,
                "description": "After how many seconds a retry may succeed.",
            },
            "docs": {
                "type": "string", "format": "uri-reference",
                "description": "The page that explains the reason.",
            },
            "metadata": {
                "type": "object", "additionalProperties": {"type": "string"},
                "description": "Values of the message in a form programs can read.",
            },
            "details": {
                "type": "array",
                "description": "The details of the gRPC status, each with its `@type`.",
                "items": {"type": "object", "additionalProperties": true},
            },
        },
    })
}

/// The schema of one field that breaks a rule.
pub(crate) fn field_error_schema() -> Value {
    json!({
        "type": "object",
        "title": "FieldError",
        "description": "One field that breaks a rule.",
        "required": ["field", "message"],
        "properties": {
            "field": {"type": "string", "description": "Its path as in the proto, with indices."},
            "message": {"type": "string", "description": "What was expected."},
            "rule": {"type": "string", "description": "The id of the rule, such as `gte`."},
        },
    })
}
