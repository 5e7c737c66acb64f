use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use prost::Message;
use prost_reflect::{
    DescriptorPool, DynamicMessage, ExtensionDescriptor, Kind, MethodDescriptor, ServiceDescriptor,
};

use crate::method::{HttpBinding, HttpVerb, Method, Segment};
use crate::pb::google::api::{HttpRule, http_rule::Pattern};
use crate::{Access, Permission, Policy};

/// A contract that cannot be enforced.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The bytes are not a descriptor set, or one that is not complete.
    #[error("the descriptor set cannot be read: {0}")]
    Descriptors(#[from] prost_reflect::DescriptorError),
    /// The set does not hold `omni.options.v1` or `google.api`.
    #[error("the descriptor set does not define {0}")]
    MissingDefinition(&'static str),
    /// An option does not have the type that its definition gives.
    #[error("{at}: option {option} cannot be read: {source}")]
    Option {
        /// The element that carries the option.
        at: String,
        /// The option.
        option: &'static str,
        /// Why.
        source: prost::DecodeError,
    },
    /// A method that says nothing about who may call it.
    #[error("{0} has no (omni.options.v1.policy); every method says who may call it")]
    NoPolicy(String),
    /// A policy whose access is not set or not known.
    #[error("{0}: policy.access is not set; expected PUBLIC, KEY, USER or STAFF")]
    NoAccess(String),
    /// A method for callers with a credential that demands no permission.
    #[error("{0}: policy.permission is empty; only ACCESS_PUBLIC methods go without")]
    NoPermission(String),
    /// A permission that no service declares.
    #[error("{method}: permission {permission:?} is not declared on a service")]
    UnknownPermission {
        /// The method that demands it.
        method: String,
        /// The name nobody declares.
        permission: String,
    },
    /// A cached answer of a method that changes something.
    #[error("{0}: cache_ttl needs idempotency_level = NO_SIDE_EFFECTS")]
    CacheWithSideEffects(String),
    /// A cached answer of a method that streams.
    #[error("{0}: cache_ttl is for methods that answer with one message")]
    CacheWithStream(String),
    /// Administration that is metered, or for callers that have no limit for it.
    #[error("{0}: a rate_cost below 0 is for methods of ACCESS_KEY and ACCESS_USER without a meter")]
    Administration(String),
    /// A meter that counts by a field which is no number and no list.
    #[error("{method}: meter.quantity_field {field:?} is not a whole number or a list of the request")]
    QuantityField {
        /// The method.
        method: String,
        /// What it names.
        field: String,
    },
    /// A stream from the client, which browsers cannot send.
    #[error("{0}: client streaming is not supported; take large uploads by HTTP")]
    ClientStreaming(String),
    /// A REST rule that cannot be served.
    #[error("{method}: google.api.http: {why}")]
    Http {
        /// The method.
        method: String,
        /// What is wrong.
        why: String,
    },
    /// Two methods at one REST path.
    #[error("{first} and {second} are both bound to {binding}")]
    AmbiguousBinding {
        /// One method.
        first: String,
        /// The other.
        second: String,
        /// Verb and path.
        binding: String,
    },
}

/// A service with its methods, in the order of the proto.
#[derive(Debug, Clone)]
pub struct Service {
    /// The descriptor.
    pub descriptor: ServiceDescriptor,
    /// The comment in the proto.
    pub comment: String,
    /// The methods.
    pub methods: Vec<Arc<Method>>,
}

/// Everything the contracts say.
#[derive(Debug, Clone)]
pub struct Contract {
    pool: DescriptorPool,
    services: Vec<Service>,
    by_path: HashMap<String, Arc<Method>>,
    permissions: BTreeMap<String, Permission>,
    missing_positions: Option<ExtensionDescriptor>,
    items_fail_alone: Option<ExtensionDescriptor>,
    needs: Option<ExtensionDescriptor>,
    personal: Option<ExtensionDescriptor>,
}

/// The name in an option that names a sibling of its field.
fn sibling(field: &prost_reflect::FieldDescriptor, extension: &ExtensionDescriptor) -> Option<String> {
    let options = field.options();
    options
        .has_extension(extension)
        .then(|| options.get_extension(extension).as_str().map(str::to_owned))
        .flatten()
}

impl Contract {
    /// Reads and checks a serialized `FileDescriptorSet`.
    ///
    /// # Errors
    /// The first rule of [`Error`] that the set breaks.
    pub fn read(descriptor_set: &[u8]) -> Result<Self, Error> {
        let pool = DescriptorPool::decode(descriptor_set)?;
        let options = Options::find(&pool)?;
        let mut services = Vec::new();
        let mut permissions = BTreeMap::new();
        let mut places = 0..;
        for service in pool.services().filter(|service| service.full_name().starts_with("omni.")) {
            for permission in options.permissions(&service)? {
                permissions.insert(permission.name.clone(), permission);
            }
            let methods = service
                .methods()
                .zip(&mut places)
                .map(|(method, index)| Ok(Arc::new(Method { index, ..options.method(&method)? })))
                .collect::<Result<_, Error>>()?;
            services.push(Service { comment: comment(&service), descriptor: service, methods });
        }
        let by_path: HashMap<_, _> = services
            .iter()
            .flat_map(|service: &Service| &service.methods)
            .map(|method| (method.path.clone(), Arc::clone(method)))
            .collect();
        for method in by_path.values() {
            let permission = &method.policy.permission;
            if !permission.is_empty() && !permissions.contains_key(permission) {
                return Err(Error::UnknownPermission {
                    method: method.name().to_owned(),
                    permission: permission.clone(),
                });
            }
        }
        let contract = Self {
            missing_positions: pool.get_extension_by_name("omni.options.v1.missing_positions"),
            items_fail_alone: pool.get_extension_by_name("omni.options.v1.items_fail_alone"),
            needs: pool.get_extension_by_name("omni.options.v1.needs"),
            personal: pool.get_extension_by_name("omni.options.v1.personal"),
            pool,
            services,
            by_path,
            permissions,
        };
        contract.refuse_ambiguous_bindings()?;
        Ok(contract)
    }

    /// The descriptors.
    pub fn pool(&self) -> &DescriptorPool {
        &self.pool
    }

    /// The Omni services.
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// The methods of all services.
    pub fn methods(&self) -> impl Iterator<Item = &Arc<Method>> {
        self.services.iter().flat_map(|service| &service.methods)
    }

    /// The method at a gRPC path.
    pub fn method(&self, path: &str) -> Option<&Arc<Method>> {
        self.by_path.get(path)
    }

    /// The permissions that methods may demand, by name.
    pub fn permissions(&self) -> &BTreeMap<String, Permission> {
        &self.permissions
    }

    /// The sibling field that lists the missing positions of this list, where it has one.
    pub fn missing_positions(&self, field: &prost_reflect::FieldDescriptor) -> Option<String> {
        sibling(field, self.missing_positions.as_ref()?)
    }

    /// The sibling field without which this one is refused.
    pub fn needs(&self, field: &prost_reflect::FieldDescriptor) -> Option<String> {
        sibling(field, self.needs.as_ref()?)
    }

    /// Whether items of this list that break their rules fail alone, without the request.
    pub fn items_fail_alone(&self, field: &prost_reflect::FieldDescriptor) -> bool {
        let value = self
            .items_fail_alone
            .as_ref()
            .map(|extension| field.options().get_extension(extension).as_bool());
        value.flatten().unwrap_or(false)
    }

    /// The kind of personal data the field holds.
    pub fn personal(&self, field: &prost_reflect::FieldDescriptor) -> crate::Personal {
        let value = self.personal.as_ref().and_then(|extension| {
            let options = field.options();
            options
                .has_extension(extension)
                .then(|| options.get_extension(extension).as_enum_number())
                .flatten()
        });
        value.and_then(|number| crate::Personal::try_from(number).ok()).unwrap_or_default()
    }

    fn refuse_ambiguous_bindings(&self) -> Result<(), Error> {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for method in self.methods() {
            for binding in &method.bindings {
                let shape: Vec<_> = binding
                    .segments
                    .iter()
                    .map(|segment| match segment {
                        Segment::Literal(text) => text.as_str(),
                        Segment::Field(_) => "{}",
                    })
                    .collect();
                let key = format!(
                    "{} /{}{}",
                    binding.verb.as_str(),
                    shape.join("/"),
                    binding.custom_verb.as_ref().map(|verb| format!(":{verb}")).unwrap_or_default()
                );
                if let Some(first) = seen.insert(key.clone(), method.name()) {
                    return Err(Error::AmbiguousBinding {
                        first: first.to_owned(),
                        second: method.name().to_owned(),
                        binding: key,
                    });
                }
            }
        }
        Ok(())
    }
}

/// The extensions that carry the options.
struct Options {
    permission: ExtensionDescriptor,
    policy: ExtensionDescriptor,
    sdk: ExtensionDescriptor,
    http: ExtensionDescriptor,
}

impl Options {
    fn find(pool: &DescriptorPool) -> Result<Self, Error> {
        let extension =
            |name: &'static str| pool.get_extension_by_name(name).ok_or(Error::MissingDefinition(name));
        Ok(Self {
            permission: extension("omni.options.v1.permission")?,
            policy: extension("omni.options.v1.policy")?,
            sdk: extension("omni.options.v1.sdk")?,
            http: extension("google.api.http")?,
        })
    }

    fn permissions(&self, service: &ServiceDescriptor) -> Result<Vec<Permission>, Error> {
        let options = service.options();
        let value = options.get_extension(&self.permission);
        let messages = value.as_list().unwrap_or_default().iter().filter_map(|item| item.as_message());
        messages
            .map(|message| transcode(message, service.full_name(), "omni.options.v1.permission"))
            .collect()
    }

    fn method(&self, descriptor: &MethodDescriptor) -> Result<Method, Error> {
        let name = format!("{}/{}", descriptor.parent_service().full_name(), descriptor.name());
        let policy: Policy = message(descriptor, &self.policy, &name, "omni.options.v1.policy")?
            .ok_or_else(|| Error::NoPolicy(name.clone()))?;
        let access = Access::try_from(policy.access).unwrap_or_default();
        if access == Access::Unspecified {
            return Err(Error::NoAccess(name));
        }
        if access != Access::Public && policy.permission.is_empty() {
            return Err(Error::NoPermission(name));
        }
        if descriptor.is_client_streaming() {
            return Err(Error::ClientStreaming(name));
        }
        let level = descriptor
            .options()
            .get_field_by_name("idempotency_level")
            .and_then(|value| value.as_enum_number())
            .unwrap_or(0);
        let side_effects = level != 1;
        if policy.cache_ttl.is_some() && side_effects {
            return Err(Error::CacheWithSideEffects(name));
        }
        if policy.cache_ttl.is_some() && descriptor.is_server_streaming() {
            return Err(Error::CacheWithStream(name));
        }
        let administers = matches!(access, Access::Key | Access::User) && policy.meter.is_none();
        if policy.rate_cost < 0 && !administers {
            return Err(Error::Administration(name));
        }
        let quantity = policy.meter.as_ref().map(|meter| meter.quantity_field.as_str()).unwrap_or_default();
        if !quantity.is_empty() && !is_quantity(descriptor, quantity) {
            return Err(Error::QuantityField { method: name, field: quantity.to_owned() });
        }
        let sdk = message(descriptor, &self.sdk, &name, "omni.options.v1.sdk")?.unwrap_or_default();
        let rule = message::<HttpRule>(descriptor, &self.http, &name, "google.api.http")?;
        let bindings = rule.map(|rule| bindings(&rule, descriptor, &name)).transpose()?.unwrap_or_default();
        Ok(Method {
            index: 0,
            path: format!("/{name}"),
            comment: comment_at(descriptor.parent_file().file_descriptor_proto(), descriptor.path()),
            descriptor: descriptor.clone(),
            policy,
            access,
            sdk,
            bindings,
            side_effects,
            idempotent: level != 0,
        })
    }
}

fn message<M: Message + Default>(
    descriptor: &MethodDescriptor,
    extension: &ExtensionDescriptor,
    at: &str,
    option: &'static str,
) -> Result<Option<M>, Error> {
    let options = descriptor.options();
    if !options.has_extension(extension) {
        return Ok(None);
    }
    let value = options.get_extension(extension);
    value.as_message().map(|message| transcode(message, at, option)).transpose()
}

fn transcode<M: Message + Default>(
    message: &DynamicMessage,
    at: &str,
    option: &'static str,
) -> Result<M, Error> {
    message.transcode_to().map_err(|source| Error::Option { at: at.to_owned(), option, source })
}

fn bindings(rule: &HttpRule, method: &MethodDescriptor, name: &str) -> Result<Vec<HttpBinding>, Error> {
    let mut all = vec![binding(rule, method, name)?];
    for additional in &rule.additional_bindings {
        all.push(binding(additional, method, name)?);
    }
    Ok(all)
}

fn binding(rule: &HttpRule, method: &MethodDescriptor, name: &str) -> Result<HttpBinding, Error> {
    let wrong = |why: String| Error::Http { method: name.to_owned(), why };
    let (verb, template) = match &rule.pattern {
        Some(Pattern::Get(path)) => (HttpVerb::Get, path),
        Some(Pattern::Put(path)) => (HttpVerb::Put, path),
        Some(Pattern::Post(path)) => (HttpVerb::Post, path),
        Some(Pattern::Delete(path)) => (HttpVerb::Delete, path),
        Some(Pattern::Patch(path)) => (HttpVerb::Patch, path),
        Some(Pattern::Custom(_)) | None => {
            return Err(wrong("expected one of get, put, post, delete, patch".to_owned()));
        }
    };
    let rest = template
        .strip_prefix('/')
        .ok_or_else(|| wrong(format!("{template:?} does not start with a slash")))?;
    let (path, custom_verb) = match rest.rsplit_once(':') {
        Some((path, verb)) if !verb.contains(['/', '}']) => (path, Some(verb.to_owned())),
        _ => (rest, None),
    };
    let mut segments = Vec::new();
    for part in path.split('/') {
        if let Some(field) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            if !is_scalar_path(method, field) {
                return Err(wrong(format!("{{{field}}} is not a single-valued field of the request")));
            }
            segments.push(Segment::Field(field.to_owned()));
        } else if part.is_empty() || part.contains(['{', '}', '*', '=']) {
            return Err(wrong(format!("{template:?}: only literals and {{field}} segments are supported")));
        } else {
            segments.push(Segment::Literal(part.to_owned()));
        }
    }
    let body = Some(rule.body.clone()).filter(|body| !body.is_empty());
    if let Some(field) = body.as_deref().filter(|body| *body != "*")
        && method.input().get_field_by_name(field).is_none()
    {
        return Err(wrong(format!("body {field:?} is not a field of the request")));
    }
    if !rule.response_body.is_empty() {
        return Err(wrong("response_body is not supported".to_owned()));
    }
    Ok(HttpBinding { verb, template: template.clone(), segments, custom_verb, body })
}

fn is_quantity(method: &MethodDescriptor, field: &str) -> bool {
    let Some(field) = method.input().get_field_by_name(field) else { return false };
    let number = !matches!(
        field.kind(),
        Kind::Double
            | Kind::Float
            | Kind::Bool
            | Kind::String
            | Kind::Bytes
            | Kind::Message(_)
            | Kind::Enum(_)
    );
    field.is_list() || field.is_map() || number
}

fn is_scalar_path(method: &MethodDescriptor, path: &str) -> bool {
    let mut message = method.input();
    let mut parts = path.split('.').peekable();
    while let Some(part) = parts.next() {
        let Some(field) = message.get_field_by_name(part) else { return false };
        if field.is_list() || field.is_map() {
            return false;
        }
        match (field.kind(), parts.peek()) {
            (Kind::Message(inner), Some(_)) => message = inner,
            (Kind::Message(_), None) | (_, Some(_)) => return false,
            (_, None) => return true,
        }
    }
    false
}

fn comment(service: &ServiceDescriptor) -> String {
    comment_at(service.parent_file().file_descriptor_proto(), service.path())
}

/// The leading comment of the element at `path`, with the space after each comment mark removed.
pub fn comment_at(file: &prost_types::FileDescriptorProto, path: &[i32]) -> String {
    let locations = file.source_code_info.as_ref().map(|info| info.location.as_slice()).unwrap_or_default();
    let text = locations
        .iter()
        .find(|location| location.path == path)
        .and_then(|location| location.leading_comments.as_deref())
        .unwrap_or_default();
    let lines: Vec<_> = text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    lines.join("\n").trim().to_owned()
}
