//! The contract's types in and out.

use std::sync::Arc;
use std::time::Duration;

use omni_kernel::cache::Counts;
use omni_kernel::{Begun, Ctx, Error};
use omni_proto_platform::v1 as pb;
use pb::cache_service_server::{CacheService, CacheServiceServer};
use tonic::{Request, Response, Status};

use super::{ResponseCaches, Setting};

/// The gRPC service.
pub fn server(caches: ResponseCaches) -> CacheServiceServer<impl CacheService> {
    // The edge holds messages to the configured size.
    CacheServiceServer::new(Grpc { caches }).max_decoding_message_size(usize::MAX)
}

/// The same behind a trait object, for callers in this process.
pub fn service(caches: ResponseCaches) -> Arc<dyn CacheService> {
    Arc::new(Grpc { caches })
}

struct Grpc {
    caches: ResponseCaches,
}

#[tonic::async_trait]
impl CacheService for Grpc {
    async fn get_cache_statistics(
        &self,
        request: Request<pb::GetCacheStatisticsRequest>,
    ) -> Result<Response<pb::GetCacheStatisticsResponse>, Status> {
        let methods = self.caches.counts(&Ctx::of(&request)?)?;
        Ok(Response::new(pb::GetCacheStatisticsResponse {
            store: self.caches.store().to_owned(),
            methods: methods.into_iter().map(statistics).collect(),
        }))
    }

    async fn purge_cache(
        &self,
        request: Request<pb::PurgeCacheRequest>,
    ) -> Result<Response<pb::PurgeCacheResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let methods = self.caches.purge(&ctx, &request.into_inner().method).await?;
        Ok(Response::new(pb::PurgeCacheResponse {
            methods: methods.iter().map(ToString::to_string).collect(),
        }))
    }

    async fn get_cache_settings(
        &self,
        request: Request<pb::GetCacheSettingsRequest>,
    ) -> Result<Response<pb::GetCacheSettingsResponse>, Status> {
        let settings = self.caches.current(&Ctx::of(&request)?).await?;
        Ok(Response::new(pb::GetCacheSettingsResponse { settings: written(settings)? }))
    }

    async fn set_cache_ttl(
        &self,
        request: Request<pb::SetCacheTtlRequest>,
    ) -> Result<Response<pb::SetCacheTtlResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let pb::SetCacheTtlRequest { method, ttl } = request.into_inner();
        let ttl = ttl.map(read).transpose()?;
        self.caches.check(&method, ttl)?;
        let answer = match self.caches.effects.begin::<pb::SetCacheTtlResponse>(&ctx).await? {
            Begun::Replay(answer) => answer,
            Begun::New(mut effect) => {
                let settings = self.caches.set(&mut effect, &method, ttl).await?;
                effect.commit(pb::SetCacheTtlResponse { settings: written(settings)? }).await?
            }
        };
        self.caches.settings.forget(&ctx.scope()?);
        Ok(answer)
    }
}

fn statistics((method, counts): (Arc<str>, Counts)) -> pb::CacheStatistics {
    let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    pb::CacheStatistics {
        method: method.to_string(),
        hits: number(counts.hits),
        misses: number(counts.misses),
        bypasses: number(counts.bypasses),
    }
}

fn read(ttl: prost_types::Duration) -> Result<Duration, Error> {
    Duration::try_from(ttl).map_err(|_| Error::invalid_field("ttl", "expected a duration of 0 s or more"))
}

fn written(settings: Vec<Setting>) -> Result<Vec<pb::CacheSetting>, Error> {
    let duration = |time: Duration| {
        prost_types::Duration::try_from(time)
            .map_err(|error| Error::internal("a lifetime does not fit").with_source(error))
    };
    let one = |setting: Setting| {
        Ok(pb::CacheSetting {
            method: setting.method.to_string(),
            ttl: Some(duration(setting.ttl)?),
            default_ttl: Some(duration(setting.default_ttl)?),
        })
    };
    settings.into_iter().map(one).collect()
}
