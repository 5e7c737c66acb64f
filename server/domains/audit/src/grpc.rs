//! The contract's types in and out.

use std::sync::Arc;

use futures::StreamExt;
use futures::stream::BoxStream;
use omni_audit_chain::{Outcome, hex, message};
use omni_kernel::page::Pages;
use omni_kernel::wire::instant;
use omni_kernel::{Ctx, Error};
use omni_proto_audit::v1 as pb;
use pb::audit_service_server::{AuditService, AuditServiceServer};
use tonic::{Request, Response, Status};

use crate::model::{Filter, Kept, Verified};
use crate::service::Audit;

/// The gRPC service.
pub fn server(audit: Audit) -> AuditServiceServer<impl AuditService> {
    // The edge holds messages to the configured size.
    AuditServiceServer::new(Grpc { audit }).max_decoding_message_size(usize::MAX)
}

/// The same behind a trait object, for callers in this process.
pub fn service(audit: Audit) -> Arc<dyn AuditService<ExportAuditStream = Export>> {
    Arc::new(Grpc { audit })
}

type Export = BoxStream<'static, Result<pb::ExportAuditResponse, Status>>;

struct Grpc {
    audit: Audit,
}

#[tonic::async_trait]
impl AuditService for Grpc {
    type ExportAuditStream = Export;

    async fn list_audit_entries(
        &self,
        request: Request<pb::ListAuditEntriesRequest>,
    ) -> Result<Response<pb::ListAuditEntriesResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let asked = request.into_inner();
        let (size, token) = (Pages::size(asked.page_size)?, asked.page_token.clone());
        let (found, next_page_token) = self.audit.list(&ctx, &filter(asked)?, size, &token).await?;
        let entries = found.into_iter().map(entry).collect();
        Ok(Response::new(pb::ListAuditEntriesResponse { entries, next_page_token }))
    }

    async fn get_audit_entry(
        &self,
        request: Request<pb::GetAuditEntryRequest>,
    ) -> Result<Response<pb::GetAuditEntryResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let found = self.audit.get(&ctx, request.into_inner().sequence.into()).await?;
        Ok(Response::new(pb::GetAuditEntryResponse { entry: Some(entry(found)) }))
    }

    async fn export_audit(
        &self,
        request: Request<pb::ExportAuditRequest>,
    ) -> Result<Response<Self::ExportAuditStream>, Status> {
        let ctx = Ctx::of(&request)?;
        let asked = request.into_inner();
        let (first, last) = stretch(asked.first_sequence, asked.last_sequence)?;
        let found = self.audit.export(&ctx, first, last).await?;
        let answers = found.map(|kept| Ok(pb::ExportAuditResponse { entry: Some(entry(kept?)) }));
        Ok(Response::new(answers.boxed()))
    }

    async fn verify_audit(
        &self,
        request: Request<pb::VerifyAuditRequest>,
    ) -> Result<Response<pb::VerifyAuditResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let asked = request.into_inner();
        let (first, last) = stretch(asked.first_sequence, asked.last_sequence)?;
        Ok(Response::new(verified(self.audit.verify(&ctx, first, last).await?)))
    }

    async fn list_checkpoints(
        &self,
        request: Request<pb::ListCheckpointsRequest>,
    ) -> Result<Response<pb::ListCheckpointsResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let asked = request.into_inner();
        let size = Pages::size(asked.page_size)?;
        let (found, next_page_token) = self.audit.checkpoints(&ctx, size, &asked.page_token).await?;
        let checkpoints = found.into_iter().map(message::checkpoint).collect();
        Ok(Response::new(pb::ListCheckpointsResponse { checkpoints, next_page_token }))
    }

    async fn get_checkpoint_key(
        &self,
        _request: Request<pb::GetCheckpointKeyRequest>,
    ) -> Result<Response<pb::GetCheckpointKeyResponse>, Status> {
        let keys = self.audit.public_keys().await?.into_iter().map(|key| pb::CheckpointKey {
            key_id: key.id.to_string(),
            public_key: hex(&key.key),
            create_time: Some(message::timestamp(key.create_time.as_microsecond())),
        });
        Ok(Response::new(pb::GetCheckpointKeyResponse { keys: keys.collect() }))
    }
}

fn filter(asked: pb::ListAuditEntriesRequest) -> Result<Filter, Error> {
    let outcome = match asked.outcome() {
        pb::AuditOutcome::Unspecified => None,
        pb::AuditOutcome::Success => Some(Outcome::Success),
        pb::AuditOutcome::Denied => Some(Outcome::Denied),
    };
    Ok(Filter {
        start_time: asked.start_time.map(|time| instant("start_time", time)).transpose()?,
        end_time: asked.end_time.map(|time| instant("end_time", time)).transpose()?,
        actor: asked.actor,
        action: asked.action,
        target: asked.target,
        outcome,
    })
}

/// A stretch that does not end before it begins.
fn stretch(first: u32, last: u32) -> Result<(u64, u64), Error> {
    if last != 0 && last < first {
        return Err(Error::invalid_field(
            "last_sequence",
            "expected at least first_sequence, or 0 for the end",
        ));
    }
    Ok((first.into(), last.into()))
}

/// A clear text that is there and does not open is neither shown nor said to be erased.
fn entry(kept: Kept) -> pb::AuditEntry {
    let mut entry = message::entry(kept.link);
    for position in kept.damaged {
        if let Some(personal) = entry.personal.get_mut(position) {
            personal.erased = false;
        }
    }
    entry
}

fn verified(found: Verified) -> pb::VerifyAuditResponse {
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    pb::VerifyAuditResponse {
        intact: found.first_break.is_none(),
        checked_entries: small(found.report.entries),
        first_sequence: small(found.report.first),
        last_sequence: small(found.report.last),
        checked_checkpoints: small(found.report.checkpoints),
        first_break: found.first_break.map(|first| pb::AuditBreak {
            sequence: small(first.sequence),
            fault: first.fault.as_str().to_owned(),
            detail: first.detail,
        }),
        checkpoint: found.checkpoint.map(message::checkpoint),
    }
}
