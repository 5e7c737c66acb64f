//! Where callers stand with their rate limits, as the edge found it.

use std::time::Duration;

use omni_kernel::limits::Held;
use omni_kernel::{Ctx, Error};
use omni_proto_platform::v1 as pb;
use pb::limits_service_server::{LimitsService, LimitsServiceServer};
use tonic::{Request, Response, Status};

/// The gRPC service.
pub fn limits_server() -> LimitsServiceServer<impl LimitsService> {
    // The edge holds messages to the configured size.
    LimitsServiceServer::new(Grpc).max_decoding_message_size(usize::MAX)
}

struct Grpc;

#[tonic::async_trait]
impl LimitsService for Grpc {
    async fn get_rate_limits(
        &self,
        request: Request<pb::GetRateLimitsRequest>,
    ) -> Result<Response<pb::GetRateLimitsResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let limits = ctx.facts().limits.iter().map(written).collect::<Result<_, _>>()?;
        Ok(Response::new(pb::GetRateLimitsResponse { limits }))
    }
}

fn written(held: &Held) -> Result<pb::RateLimit, Error> {
    let number = |units: u64| u32::try_from(units).unwrap_or(u32::MAX);
    let duration = |time: Duration| {
        prost_types::Duration::try_from(time)
            .map_err(|error| Error::internal("a window does not fit").with_source(error))
    };
    Ok(pb::RateLimit {
        dimension: held.dimension.as_str().to_owned(),
        limit: number(held.rate.limit()),
        window: Some(duration(held.rate.period())?),
        burst: number(held.rate.burst()),
        remaining: number(held.standing.remaining),
        reset: Some(duration(held.reset())?),
    })
}
