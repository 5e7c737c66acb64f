use std::time::Duration;

use prost_reflect::{MessageDescriptor, MethodDescriptor};

use crate::{Access, Policy, Sdk};

/// One method of an Omni service.
#[derive(Debug, Clone)]
pub struct Method {
    pub(crate) index: usize,
    pub(crate) descriptor: MethodDescriptor,
    pub(crate) path: String,
    pub(crate) policy: Policy,
    pub(crate) access: Access,
    pub(crate) sdk: Sdk,
    pub(crate) bindings: Vec<HttpBinding>,
    pub(crate) side_effects: bool,
    pub(crate) idempotent: bool,
    pub(crate) comment: String,
}

impl Method {
    /// Its place among the methods of the contract, counted from 0 in their order.
    pub fn index(&self) -> usize {
        self.index
    }

    /// The gRPC path, `/<package>.<Service>/<Method>`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The full name without the leading slash, `<package>.<Service>/<Method>`, as metrics and logs show it.
    pub fn name(&self) -> &str {
        self.path.trim_start_matches('/')
    }

    /// The descriptor of the method.
    pub fn descriptor(&self) -> &MethodDescriptor {
        &self.descriptor
    }

    /// The request message.
    pub fn input(&self) -> MessageDescriptor {
        self.descriptor.input()
    }

    /// The response message; one item of it where the method streams.
    pub fn output(&self) -> MessageDescriptor {
        self.descriptor.output()
    }

    /// Who may call, at what cost.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Who may call.
    pub fn access(&self) -> Access {
        self.access
    }

    /// Where the method appears in the SDKs.
    pub fn sdk(&self) -> &Sdk {
        &self.sdk
    }

    /// The REST bindings, the main one first.
    pub fn bindings(&self) -> &[HttpBinding] {
        &self.bindings
    }

    /// Whether a call may change anything. False exactly where `idempotency_level = NO_SIDE_EFFECTS`.
    pub fn has_side_effects(&self) -> bool {
        self.side_effects
    }

    /// Whether a repeated call has the effect of one, by `idempotency_level`.
    pub fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// Whether the answer is a stream.
    pub fn is_streaming(&self) -> bool {
        self.descriptor.is_server_streaming()
    }

    /// How long an answer may come from the response cache.
    pub fn cache_ttl(&self) -> Option<Duration> {
        let ttl = self.policy.cache_ttl.as_ref()?;
        Duration::try_from(*ttl).ok()
    }

    /// How many rate limit units a call takes, at least 1; of the limit for administration where it is that.
    pub fn rate_cost(&self) -> u32 {
        self.policy.rate_cost.unsigned_abs().max(1)
    }

    /// Whether the method is administration: held to a limit of its own, and no call to the quota of calls.
    pub fn is_administration(&self) -> bool {
        self.policy.rate_cost < 0
    }

    /// The comment in the proto, without comment marks.
    pub fn comment(&self) -> &str {
        &self.comment
    }
}

/// The verb of a REST binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HttpVerb {
    /// GET.
    Get,
    /// PUT.
    Put,
    /// POST.
    Post,
    /// DELETE.
    Delete,
    /// PATCH.
    Patch,
}

impl HttpVerb {
    /// The verb as it stands in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
        }
    }
}

/// One segment of a REST path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Text that must stand there.
    Literal(String),
    /// One segment, taken into the request field of that path.
    Field(String),
}

/// One `google.api.http` rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpBinding {
    /// The verb.
    pub verb: HttpVerb,
    /// The path as it stands in the proto.
    pub template: String,
    /// The path in parts.
    pub segments: Vec<Segment>,
    /// A custom verb behind a colon at the end of the path, as in `/v1/things/{id}:archive`.
    pub custom_verb: Option<String>,
    /// Where the body goes: `*` for the whole request, a field, or nowhere.
    pub body: Option<String>,
}
