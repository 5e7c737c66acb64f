//! The contract's types in and out.

use std::sync::Arc;

use omni_kernel::wire::timestamp;
use omni_kernel::{Ctx, Error};
use omni_proto_platform::v1 as pb;
use pb::platform_service_server::{PlatformService, PlatformServiceServer};
use prost_types::value::Kind;
use prost_types::{ListValue, Struct, Value};
use serde_json::Value as Json;
use tonic::{Request, Response, Status};

use crate::model::FailedRequest;
use crate::service::{PartState, Platform};

/// The gRPC service.
pub fn server(platform: Platform) -> PlatformServiceServer<impl PlatformService> {
    // The edge holds messages to the configured size.
    PlatformServiceServer::new(Grpc { platform }).max_decoding_message_size(usize::MAX)
}

/// The same behind a trait object, for callers in this process.
pub fn service(platform: Platform) -> Arc<dyn PlatformService> {
    Arc::new(Grpc { platform })
}

struct Grpc {
    platform: Platform,
}

#[tonic::async_trait]
impl PlatformService for Grpc {
    async fn get_health(
        &self,
        _request: Request<pb::GetHealthRequest>,
    ) -> Result<Response<pb::GetHealthResponse>, Status> {
        Ok(Response::new(pb::GetHealthResponse {
            status: if self.platform.health.is_stopping() { "stopping" } else { "ok" }.to_owned(),
            version: self.platform.version.clone(),
            timestamp: Some(timestamp(self.platform.clock.now())),
        }))
    }

    async fn get_summary(
        &self,
        _request: Request<pb::GetSummaryRequest>,
    ) -> Result<Response<pb::GetSummaryResponse>, Status> {
        let parts = self.platform.parts().await;
        let uptime = prost_types::Duration::try_from(self.platform.uptime())
            .map_err(|error| Error::internal("the uptime does not fit").with_source(error))?;
        Ok(Response::new(pb::GetSummaryResponse {
            services: parts.into_iter().map(|(name, state)| (name.to_owned(), part(state))).collect(),
            version: self.platform.version.clone(),
            uptime: Some(uptime),
        }))
    }

    async fn get_error(
        &self,
        request: Request<pb::GetErrorRequest>,
    ) -> Result<Response<pb::GetErrorResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let failed = self.platform.failed_request(&ctx, &request.into_inner().failed_request_id).await?;
        Ok(Response::new(response(failed)))
    }
}

fn part(state: PartState) -> pb::ServiceState {
    pb::ServiceState {
        status: state.status.as_str().to_owned(),
        version: state.version,
        detail: state.detail,
    }
}

fn response(failed: FailedRequest) -> pb::GetErrorResponse {
    pb::GetErrorResponse {
        request_id: failed.request_id,
        method: failed.method,
        code: failed.code,
        reason: failed.reason,
        message: failed.message,
        request: failed.request.and_then(object),
        response: failed.details.into_iter().filter_map(object).collect(),
        traceback: failed.chain,
        fail_time: Some(timestamp(failed.fail_time)),
        expire_time: Some(timestamp(failed.expire_time)),
    }
}

fn object(json: Json) -> Option<Struct> {
    match value(json).kind {
        Some(Kind::StructValue(object)) => Some(object),
        _ => None,
    }
}

fn value(json: Json) -> Value {
    let kind = match json {
        Json::Null => Kind::NullValue(0),
        Json::Bool(flag) => Kind::BoolValue(flag),
        Json::Number(number) => Kind::NumberValue(number.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) => Kind::StringValue(text),
        Json::Array(items) => Kind::ListValue(ListValue { values: items.into_iter().map(value).collect() }),
        Json::Object(entries) => Kind::StructValue(Struct {
            fields: entries.into_iter().map(|(key, entry)| (key, value(entry))).collect(),
        }),
    };
    Value { kind: Some(kind) }
}
