//! The contract's types in and out.

use std::sync::Arc;

use omni_kernel::permissions::Catalogue;
use omni_kernel::wire::{instant, timestamp};
use omni_kernel::{Begun, Ctx, Effects, Environment, Error, KeyId};
use omni_proto_keys::v1 as pb;
use pb::key_service_server::{KeyService, KeyServiceServer};
use tonic::{Request, Response, Status};

use crate::manage::{Manager, overlap};
use crate::model::{ApiKey, Creator, NewKey};
use crate::service::Keys;

/// The gRPC service. `catalogue` holds the permissions that scopes may name.
pub fn server(keys: Arc<Keys>, effects: Effects, catalogue: Catalogue) -> KeyServiceServer<impl KeyService> {
    // The edge holds messages to the configured size.
    KeyServiceServer::new(Manager { keys, effects, catalogue }).max_decoding_message_size(usize::MAX)
}

/// The same behind a trait object, for callers in this process.
pub fn service(keys: Arc<Keys>, effects: Effects, catalogue: Catalogue) -> Arc<dyn KeyService> {
    Arc::new(Manager { keys, effects, catalogue })
}

#[tonic::async_trait]
impl KeyService for Manager {
    async fn create_key(
        &self,
        request: Request<pb::CreateKeyRequest>,
    ) -> Result<Response<pb::CreateKeyResponse>, Status> {
        let (ctx, request) = (Ctx::of(&request)?, request.into_inner());
        let scope = Self::scope(&ctx, environment(request.environment))?;
        let new = wanted(self, &ctx, &request).await?;
        let mut effect = match self.effects.begin_in(&ctx, scope).await? {
            Begun::New(effect) => effect,
            Begun::Replay(answer) => return Ok(answer),
        };
        let created = self.keys.create_in(&mut effect, &new).await?;
        let (key, secret) = (Some(key(&created.key)), created.secret.expose().to_owned());
        let answer = effect.commit(pb::CreateKeyResponse { key, secret }).await?;
        self.keys.forget(&created.key).await;
        Ok(answer)
    }

    async fn list_keys(
        &self,
        request: Request<pb::ListKeysRequest>,
    ) -> Result<Response<pb::ListKeysResponse>, Status> {
        let (ctx, request) = (Ctx::of(&request)?, request.into_inner());
        let scope = Self::scope(&ctx, environment(request.environment))?;
        let created_by = Some(request.created_by).filter(|creator| !creator.is_empty());
        let created_by = created_by.map(|creator| creator.parse()).transpose()?;
        let (keys, next_page_token) =
            self.list(scope, created_by, request.page_size, &request.page_token).await?;
        let keys = keys.iter().map(key).collect();
        Ok(Response::new(pb::ListKeysResponse { keys, next_page_token }))
    }

    async fn get_key(
        &self,
        request: Request<pb::GetKeyRequest>,
    ) -> Result<Response<pb::GetKeyResponse>, Status> {
        let (ctx, request) = (Ctx::of(&request)?, request.into_inner());
        let (_, found) = self.find(&ctx, key_id(&request.key_id)?).await?;
        Ok(Response::new(pb::GetKeyResponse { key: Some(key(&found)) }))
    }

    async fn rotate_key(
        &self,
        request: Request<pb::RotateKeyRequest>,
    ) -> Result<Response<pb::RotateKeyResponse>, Status> {
        let (ctx, request) = (Ctx::of(&request)?, request.into_inner());
        let (id, overlap) = (key_id(&request.key_id)?, overlap(request.overlap)?);
        let expire_time = request.expire_time.map(|time| instant("expire_time", time)).transpose()?;
        let (scope, _) = self.find(&ctx, id).await?;
        let mut effect = match self.effects.begin_in(&ctx, scope).await? {
            Begun::New(effect) => effect,
            Begun::Replay(answer) => return Ok(answer),
        };
        let (created, ending) = self.rotate(&mut effect, id, overlap, expire_time).await?;
        let (secret, previous) = (created.secret.expose().to_owned(), Some(key(&ending)));
        let answer = pb::RotateKeyResponse { key: Some(key(&created.key)), secret, previous };
        let answer = effect.commit(answer).await?;
        self.keys.forget(&ending).await;
        self.keys.forget(&created.key).await;
        Ok(answer)
    }

    async fn revoke_key(
        &self,
        request: Request<pb::RevokeKeyRequest>,
    ) -> Result<Response<pb::RevokeKeyResponse>, Status> {
        let (ctx, request) = (Ctx::of(&request)?, request.into_inner());
        let id = key_id(&request.key_id)?;
        let (scope, _) = self.find(&ctx, id).await?;
        let mut effect = match self.effects.begin_in(&ctx, scope).await? {
            Begun::New(effect) => effect,
            Begun::Replay(answer) => return Ok(answer),
        };
        let (revoked, changed) = self.keys.revoke_in(&mut effect, id).await?;
        let answer = pb::RevokeKeyResponse { key: Some(key(&revoked)) };
        if !changed {
            return Ok(Response::new(answer));
        }
        let answer = effect.commit(answer).await?;
        self.keys.forget(&revoked).await;
        Ok(answer)
    }
}

/// The key that is asked for, if the caller may make it.
async fn wanted(manager: &Manager, ctx: &Ctx, request: &pb::CreateKeyRequest) -> Result<NewKey, Error> {
    let grants = manager.check_scopes(ctx, &request.scopes)?;
    let expire_time = request.expire_time.map(|time| instant("expire_time", time)).transpose()?;
    let new = NewKey::new(&request.name, grants, expire_time, manager.effects.clock().now())?
        .allow_ips(&request.allowed_ips)?
        .by(Creator::of(ctx.facts().caller)?);
    manager.restraint(ctx).await?.hold(new)
}

fn key_id(text: &str) -> Result<KeyId, Error> {
    text.parse().map_err(|error: omni_kernel::id::ParseIdError| error.in_field("key_id"))
}

fn environment(number: i32) -> Option<Environment> {
    match pb::Environment::try_from(number) {
        Ok(pb::Environment::Live) => Some(Environment::Live),
        Ok(pb::Environment::Test) => Some(Environment::Test),
        Ok(pb::Environment::Unspecified) | Err(_) => None,
    }
}

fn key(key: &ApiKey) -> pb::ApiKey {
    let environment = match key.environment {
        Environment::Live => pb::Environment::Live,
        Environment::Test => pb::Environment::Test,
    };
    pb::ApiKey {
        key_id: key.id.to_string(),
        environment: environment.into(),
        prefix: key.prefix(),
        name: key.name.clone(),
        scopes: key.grants.iter().map(str::to_owned).collect(),
        allowed_ips: key.allowed_ips.iter().map(ToString::to_string).collect(),
        created_by: key.created_by.map(|creator| creator.to_string()).unwrap_or_default(),
        create_time: Some(timestamp(key.create_time)),
        expire_time: key.expire_time.map(timestamp),
        revoke_time: key.revoke_time.map(timestamp),
        last_use_time: key.last_use_time.map(timestamp),
    }
}
