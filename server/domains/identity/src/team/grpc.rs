//! The contract's types in and out.

use omni_kernel::id::ParseIdError;
use omni_kernel::wire::timestamp;
use omni_kernel::{Begun, Ctx, Error, Secret, UserId};
use omni_proto_identity::v1 as pb;
use pb::team_service_server::TeamService;
use tonic::{Request, Response, Status};

use super::custom::Wanted;
use super::model::{Invitation, InvitationId, Member, Role};
use super::{Inner, Team};

/// Begins the mutation of a team, or gives the answer of before.
macro_rules! begin {
    ($inner:expr, $ctx:expr) => {
        match $inner.effects.begin_in($ctx, Inner::live($ctx)?).await? {
            Begun::New(effect) => effect,
            Begun::Replay(answer) => return Ok(answer),
        }
    };
}

#[tonic::async_trait]
impl TeamService for Team {
    async fn list_members(
        &self,
        request: Request<pb::ListMembersRequest>,
    ) -> Result<Response<pb::ListMembersResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (found, next_page_token) =
            team.list_members(&ctx, request.page_size, &request.page_token).await?;
        let members = found.into_iter().map(member).collect();
        Ok(Response::new(pb::ListMembersResponse { members, next_page_token }))
    }

    async fn get_member(
        &self,
        request: Request<pb::GetMemberRequest>,
    ) -> Result<Response<pb::GetMemberResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let found = team.get_member(&ctx, user_id(&request.user_id)?).await?;
        Ok(Response::new(pb::GetMemberResponse { member: Some(member(found)) }))
    }

    async fn update_member_role(
        &self,
        request: Request<pb::UpdateMemberRoleRequest>,
    ) -> Result<Response<pb::UpdateMemberRoleResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (user, mut effect) = (user_id(&request.user_id)?, begin!(team, &ctx));
        let changed = team.update_member_role(&mut effect, user, &request.role).await?;
        Ok(effect.commit(pb::UpdateMemberRoleResponse { member: Some(member(changed)) }).await?)
    }

    async fn remove_member(
        &self,
        request: Request<pb::RemoveMemberRequest>,
    ) -> Result<Response<pb::RemoveMemberResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (user, mut effect) = (user_id(&request.user_id)?, begin!(team, &ctx));
        let ended = team.remove_member(&mut effect, user).await?;
        let answer = effect.commit(pb::RemoveMemberResponse {}).await?;
        team.accounts.forget(&ended).await;
        Ok(answer)
    }

    async fn leave(&self, request: Request<pb::LeaveRequest>) -> Result<Response<pb::LeaveResponse>, Status> {
        let (ctx, team) = (Ctx::of(&request)?, &self.0);
        let mut effect = begin!(team, &ctx);
        let ended = team.leave(&mut effect).await?;
        let answer = effect.commit(pb::LeaveResponse {}).await?;
        team.accounts.forget(&ended).await;
        Ok(answer)
    }

    async fn invite_member(
        &self,
        request: Request<pb::InviteMemberRequest>,
    ) -> Result<Response<pb::InviteMemberResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let mut effect = begin!(team, &ctx);
        let made = team.invite(&mut effect, &request.email, &request.role).await?;
        Ok(effect.commit(pb::InviteMemberResponse { invitation: Some(invitation(made)) }).await?)
    }

    async fn list_invitations(
        &self,
        request: Request<pb::ListInvitationsRequest>,
    ) -> Result<Response<pb::ListInvitationsResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (found, next_page_token) =
            team.list_invitations(&ctx, request.page_size, &request.page_token).await?;
        let invitations = found.into_iter().map(invitation).collect();
        Ok(Response::new(pb::ListInvitationsResponse { invitations, next_page_token }))
    }

    async fn revoke_invitation(
        &self,
        request: Request<pb::RevokeInvitationRequest>,
    ) -> Result<Response<pb::RevokeInvitationResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (id, mut effect) = (invitation_id(&request.invitation_id)?, begin!(team, &ctx));
        team.revoke_invitation(&mut effect, id).await?;
        Ok(effect.commit(pb::RevokeInvitationResponse {}).await?)
    }

    async fn resend_invitation(
        &self,
        request: Request<pb::ResendInvitationRequest>,
    ) -> Result<Response<pb::ResendInvitationResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (id, mut effect) = (invitation_id(&request.invitation_id)?, begin!(team, &ctx));
        let sent = team.resend(&mut effect, id).await?;
        Ok(effect.commit(pb::ResendInvitationResponse { invitation: Some(invitation(sent)) }).await?)
    }

    async fn accept_invitation(
        &self,
        request: Request<pb::AcceptInvitationRequest>,
    ) -> Result<Response<pb::AcceptInvitationResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (token, password) = (Secret::new(request.token), Secret::new(request.password));
        let accepted = team.accept(&ctx, &token, &request.full_name, &password, |joined| {
            let (tenant_id, user_id) = (joined.tenant.to_string(), joined.user.to_string());
            pb::AcceptInvitationResponse { tenant_id, user_id, role: joined.role }
        });
        Ok(accepted.await?)
    }

    async fn join_team(
        &self,
        request: Request<pb::JoinTeamRequest>,
    ) -> Result<Response<pb::JoinTeamResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let token = Secret::new(request.token);
        let joined = team.join_team(&ctx, &token, |joined| pb::JoinTeamResponse {
            tenant_id: joined.tenant.to_string(),
            role: joined.role,
        });
        Ok(joined.await?)
    }

    async fn create_role(
        &self,
        request: Request<pb::CreateRoleRequest>,
    ) -> Result<Response<pb::CreateRoleResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let wanted =
            Wanted { description: Some(request.description), permissions: Some(request.permissions) };
        let mut effect = begin!(team, &ctx);
        let made = team.create_role(&mut effect, &request.name, &wanted).await?;
        Ok(effect.commit(pb::CreateRoleResponse { role: Some(role(made)) }).await?)
    }

    async fn get_role(
        &self,
        request: Request<pb::GetRoleRequest>,
    ) -> Result<Response<pb::GetRoleResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let found = team.get_role(&ctx, &request.name).await?;
        Ok(Response::new(pb::GetRoleResponse { role: Some(role(found)) }))
    }

    async fn list_roles(
        &self,
        request: Request<pb::ListRolesRequest>,
    ) -> Result<Response<pb::ListRolesResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (found, next_page_token) = team.list_roles(&ctx, request.page_size, &request.page_token).await?;
        let roles = found.into_iter().map(role).collect();
        Ok(Response::new(pb::ListRolesResponse { roles, next_page_token }))
    }

    async fn update_role(
        &self,
        request: Request<pb::UpdateRoleRequest>,
    ) -> Result<Response<pb::UpdateRoleResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (name, wanted) = (request.name.clone(), wanted(request)?);
        let mut effect = begin!(team, &ctx);
        let changed = team.update_role(&mut effect, &name, &wanted).await?;
        Ok(effect.commit(pb::UpdateRoleResponse { role: Some(role(changed)) }).await?)
    }

    async fn delete_role(
        &self,
        request: Request<pb::DeleteRoleRequest>,
    ) -> Result<Response<pb::DeleteRoleResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let mut effect = begin!(team, &ctx);
        team.delete_role(&mut effect, &request.name).await?;
        Ok(effect.commit(pb::DeleteRoleResponse {}).await?)
    }

    async fn list_permissions(
        &self,
        request: Request<pb::ListPermissionsRequest>,
    ) -> Result<Response<pb::ListPermissionsResponse>, Status> {
        let (ctx, request, team) = (Ctx::of(&request)?, request.into_inner(), &self.0);
        let (found, next_page_token) = team.list_permissions(&ctx, request.page_size, &request.page_token)?;
        let permission = |(name, description)| pb::Permission { name, description };
        let permissions = found.into_iter().map(permission).collect();
        Ok(Response::new(pb::ListPermissionsResponse { permissions, next_page_token }))
    }
}

fn user_id(text: &str) -> Result<UserId, Error> {
    text.parse().map_err(|error: ParseIdError| error.in_field("user_id"))
}

fn invitation_id(text: &str) -> Result<InvitationId, Error> {
    text.parse().map_err(|error: ParseIdError| error.in_field("invitation_id"))
}

/// What a request's mask says of it; without one everything.
fn wanted(request: pb::UpdateRoleRequest) -> Result<Wanted, Error> {
    let Some(mask) = request.update_mask else {
        return Ok(Wanted { description: Some(request.description), permissions: Some(request.permissions) });
    };
    let mut wanted = Wanted::default();
    for path in &mask.paths {
        match path.as_str() {
            "description" => wanted.description = Some(request.description.clone()),
            "permissions" => wanted.permissions = Some(request.permissions.clone()),
            "*" => {
                wanted.description = Some(request.description.clone());
                wanted.permissions = Some(request.permissions.clone());
            }
            _ => return Err(Error::invalid_field("update_mask", "expected description or permissions")),
        }
    }
    Ok(wanted)
}

fn member(member: Member) -> pb::Member {
    pb::Member {
        user_id: member.user.to_string(),
        email: member.email,
        full_name: member.full_name,
        role: member.role,
        create_time: Some(timestamp(member.create_time)),
        update_time: Some(timestamp(member.update_time)),
    }
}

fn invitation(invitation: Invitation) -> pb::Invitation {
    pb::Invitation {
        invitation_id: invitation.id.to_string(),
        inviter_id: invitation.sender(),
        email: invitation.email,
        role: invitation.role,
        create_time: Some(timestamp(invitation.create_time)),
        expire_time: Some(timestamp(invitation.expire_time)),
    }
}

fn role(role: Role) -> pb::Role {
    pb::Role {
        permissions: role.grants.iter().map(str::to_owned).collect(),
        built_in: role.times.is_none(),
        create_time: role.times.map(|(made, _)| timestamp(made)),
        update_time: role.times.map(|(_, changed)| timestamp(changed)),
        name: role.name,
        description: role.description,
    }
}
