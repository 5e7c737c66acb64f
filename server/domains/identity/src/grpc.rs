//! The contract's types in and out.

use omni_kernel::wire::timestamp;
use omni_kernel::{Begun, Ctx, Error, Secret, SessionId, TenantId};
use omni_proto_identity::v1 as pb;
use pb::auth_service_server::{AuthService, AuthServiceServer};
use tonic::{Request, Response, Status};

use crate::model::{Session, SignIn, Tokens};
use crate::service::{Identity, Login, Registration, SecondFactor};
use crate::tenants::live;

/// The gRPC service.
pub fn server(identity: Identity) -> AuthServiceServer<impl AuthService> {
    // The edge holds messages to the configured size.
    AuthServiceServer::new(Grpc { identity }).max_decoding_message_size(usize::MAX)
}

/// The same for callers in this process.
pub fn service(identity: Identity) -> impl AuthService {
    Grpc { identity }
}

struct Grpc {
    identity: Identity,
}

/// Begins the mutation of a request, or answers as before. A person's sign-in is one for live and test, and what is done
/// to it is on the live log, whatever data the call asks for.
macro_rules! begin {
    ($this:ident, $ctx:expr) => {
        match $this.identity.effects().begin_in($ctx, live($ctx.scope()?.tenant)).await? {
            Begun::Replay(answer) => return Ok(answer),
            Begun::New(effect) => effect,
        }
    };
}

/// Gives the answer of an earlier request with the same idempotency key, before a password or a code is tried: a repetition
/// is no wrong attempt.
macro_rules! give_earlier_answer {
    ($this:ident, $ctx:expr) => {
        if let Some(answer) = $this.identity.effects().answered($ctx).await? {
            return Ok(answer);
        }
    };
}

#[tonic::async_trait]
impl AuthService for Grpc {
    async fn register(
        &self,
        request: Request<pb::RegisterRequest>,
    ) -> Result<Response<pb::RegisterResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let asked = request.into_inner();
        let registration = Registration {
            email: asked.email,
            password: Secret::new(asked.password),
            full_name: asked.full_name,
            company_name: asked.company_name,
        };
        Ok(self.identity.register(&ctx, &registration, pb::RegisterResponse {}).await?)
    }

    async fn verify_email(
        &self,
        request: Request<pb::VerifyEmailRequest>,
    ) -> Result<Response<pb::VerifyEmailResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let token = Secret::new(request.into_inner().token);
        let answer = |user: omni_kernel::UserId, tenant: TenantId| pb::VerifyEmailResponse {
            user_id: user.to_string(),
            tenant_id: tenant.to_string(),
        };
        Ok(self.identity.verify_email(&ctx, &token, answer).await?)
    }

    async fn login(&self, request: Request<pb::LoginRequest>) -> Result<Response<pb::LoginResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let asked = request.into_inner();
        let login = Login {
            email: asked.email,
            password: Secret::new(asked.password),
            tenant: (!asked.tenant_id.is_empty()).then(|| tenant(&asked.tenant_id)).transpose()?,
        };
        Ok(self.identity.login(&ctx, &login, login_response).await?)
    }

    async fn complete_mfa(
        &self,
        request: Request<pb::CompleteMfaRequest>,
    ) -> Result<Response<pb::CompleteMfaResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let asked = request.into_inner();
        let factor = factor(asked.code, asked.recovery_code)?;
        let answer = |given| pb::CompleteMfaResponse { tokens: Some(tokens(&given)) };
        Ok(self.identity.complete_mfa(&ctx, &Secret::new(asked.challenge), &factor, answer).await?)
    }

    async fn refresh(
        &self,
        request: Request<pb::RefreshRequest>,
    ) -> Result<Response<pb::RefreshResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let presented = Secret::new(request.into_inner().refresh_token);
        let answer = |given| pb::RefreshResponse { tokens: Some(tokens(&given)) };
        Ok(self.identity.refresh(&ctx, &presented, answer).await?)
    }

    async fn logout(
        &self,
        request: Request<pb::LogoutRequest>,
    ) -> Result<Response<pb::LogoutResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let (_, session) = ctx.user()?;
        let mut effect = begin!(self, &ctx);
        self.identity.logout(&mut effect).await?;
        let answer = effect.commit(pb::LogoutResponse {}).await?;
        self.identity.forget(&[session]).await;
        Ok(answer)
    }

    async fn change_password(
        &self,
        request: Request<pb::ChangePasswordRequest>,
    ) -> Result<Response<pb::ChangePasswordResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let asked = request.into_inner();
        let (current, new) = (Secret::new(asked.current_password), Secret::new(asked.new_password));
        give_earlier_answer!(self, &ctx);
        // Takes long, so it comes before the effect; one repeated meanwhile gets its answer whatever comes of it.
        let change = self.identity.prove_password(&ctx, &current, &new).await;
        let mut effect = begin!(self, &ctx);
        let ended = self.identity.change_password(&mut effect, &change?).await?;
        let answer = effect.commit(pb::ChangePasswordResponse {}).await?;
        self.identity.forget(&ended).await;
        Ok(answer)
    }

    async fn request_password_reset(
        &self,
        request: Request<pb::RequestPasswordResetRequest>,
    ) -> Result<Response<pb::RequestPasswordResetResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let email = request.into_inner().email;
        Ok(self.identity.request_password_reset(&ctx, &email, pb::RequestPasswordResetResponse {}).await?)
    }

    async fn reset_password(
        &self,
        request: Request<pb::ResetPasswordRequest>,
    ) -> Result<Response<pb::ResetPasswordResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let asked = request.into_inner();
        let (token, new) = (Secret::new(asked.token), Secret::new(asked.new_password));
        Ok(self.identity.reset_password(&ctx, &token, &new, pb::ResetPasswordResponse {}).await?)
    }

    async fn list_sessions(
        &self,
        request: Request<pb::ListSessionsRequest>,
    ) -> Result<Response<pb::ListSessionsResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let (_, current) = ctx.user()?;
        let asked = request.into_inner();
        let (found, next_page_token) =
            self.identity.list_sessions(&ctx, asked.page_size, &asked.page_token).await?;
        let sessions = found.into_iter().map(|one| session(one, current)).collect();
        Ok(Response::new(pb::ListSessionsResponse { sessions, next_page_token }))
    }

    async fn revoke_session(
        &self,
        request: Request<pb::RevokeSessionRequest>,
    ) -> Result<Response<pb::RevokeSessionResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let id = request.into_inner().session_id;
        let id: SessionId =
            id.parse().map_err(|error: omni_kernel::id::ParseIdError| error.in_field("session_id"))?;
        let mut effect = begin!(self, &ctx);
        self.identity.revoke_session(&mut effect, id).await?;
        let answer = effect.commit(pb::RevokeSessionResponse {}).await?;
        self.identity.forget(&[id]).await;
        Ok(answer)
    }

    async fn who_am_i(
        &self,
        request: Request<pb::WhoAmIRequest>,
    ) -> Result<Response<pb::WhoAmIResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let me = self.identity.who_am_i(&ctx).await?;
        Ok(Response::new(who_am_i(&ctx, me)?))
    }

    async fn switch_tenant(
        &self,
        request: Request<pb::SwitchTenantRequest>,
    ) -> Result<Response<pb::SwitchTenantResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let tenant = tenant(&request.into_inner().tenant_id)?;
        let answer = |given| pb::SwitchTenantResponse { tokens: Some(tokens(&given)) };
        Ok(self.identity.switch_tenant(&ctx, tenant, answer).await?)
    }

    async fn enrol_totp(
        &self,
        request: Request<pb::EnrolTotpRequest>,
    ) -> Result<Response<pb::EnrolTotpResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let current = Secret::new(request.into_inner().current_password);
        give_earlier_answer!(self, &ctx);
        // Takes long, so it comes before the effect; one repeated meanwhile gets its answer whatever comes of it.
        let proven = self.identity.prove_person(&ctx, &current).await;
        let mut effect = begin!(self, &ctx);
        proven?;
        let enrolment = self.identity.enrol_totp(&mut effect).await?;
        let answer = pb::EnrolTotpResponse {
            secret: enrolment.secret.expose().to_owned(),
            otpauth_uri: enrolment.uri.expose().to_owned(),
        };
        Ok(effect.commit(answer).await?)
    }

    async fn confirm_totp(
        &self,
        request: Request<pb::ConfirmTotpRequest>,
    ) -> Result<Response<pb::ConfirmTotpResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let code = Secret::new(request.into_inner().code);
        give_earlier_answer!(self, &ctx);
        self.identity.count_code(ctx.user()?.0).await?;
        let mut effect = begin!(self, &ctx);
        let codes = self.identity.confirm_totp(&mut effect, &code).await?;
        let recovery_codes = codes.iter().map(|code| code.expose().to_owned()).collect();
        Ok(effect.commit(pb::ConfirmTotpResponse { recovery_codes }).await?)
    }

    async fn disable_totp(
        &self,
        request: Request<pb::DisableTotpRequest>,
    ) -> Result<Response<pb::DisableTotpResponse>, Status> {
        let ctx = Ctx::of(&request)?;
        let asked = request.into_inner();
        let factor = factor(asked.code, asked.recovery_code)?;
        give_earlier_answer!(self, &ctx);
        self.identity.count_code(ctx.user()?.0).await?;
        let mut effect = begin!(self, &ctx);
        self.identity.disable_totp(&mut effect, &factor).await?;
        Ok(effect.commit(pb::DisableTotpResponse {}).await?)
    }
}

fn tenant(text: &str) -> Result<TenantId, Error> {
    text.parse().map_err(|error: omni_kernel::id::ParseIdError| error.in_field("tenant_id"))
}

fn factor(code: String, recovery_code: String) -> Result<SecondFactor, Error> {
    match (code.is_empty(), recovery_code.is_empty()) {
        (false, true) => Ok(SecondFactor::Code(Secret::new(code))),
        (true, false) => Ok(SecondFactor::RecoveryCode(Secret::new(recovery_code))),
        _ => Err(Error::invalid_field("code", "expected either a code or a recovery_code")),
    }
}

fn login_response(outcome: SignIn) -> pb::LoginResponse {
    let (tokens, mfa_challenge) = sign_in_parts(outcome);
    pb::LoginResponse { tokens, mfa_challenge }
}

/// Tokens, or the challenge for a second factor.
pub(crate) fn sign_in_parts(outcome: SignIn) -> (Option<pb::Tokens>, Option<pb::MfaChallenge>) {
    match outcome {
        SignIn::Done(given) => (Some(tokens(&given)), None),
        SignIn::Challenge { challenge, expire_time } => {
            let challenge = challenge.expose().to_owned();
            (None, Some(pb::MfaChallenge { challenge, expire_time: Some(timestamp(expire_time)) }))
        }
    }
}

fn tokens(given: &Tokens) -> pb::Tokens {
    pb::Tokens {
        access_token: given.access.expose().to_owned(),
        token_type: "Bearer".to_owned(),
        expire_time: Some(timestamp(given.access_expire_time)),
        refresh_token: given.refresh.expose().to_owned(),
        refresh_expire_time: Some(timestamp(given.refresh_expire_time)),
        session_id: given.session.to_string(),
    }
}

fn session(one: Session, current: SessionId) -> pb::Session {
    pb::Session {
        session_id: one.id.to_string(),
        tenant_id: one.tenant.to_string(),
        methods: one.methods,
        client_ip: one.client_ip.unwrap_or_default(),
        user_agent: one.user_agent.unwrap_or_default(),
        current: one.id == current,
        create_time: Some(timestamp(one.create_time)),
        last_use_time: Some(timestamp(one.last_use_time)),
        expire_time: Some(timestamp(one.expire_time)),
    }
}

fn who_am_i(ctx: &Ctx, me: crate::service::WhoAmI) -> Result<pb::WhoAmIResponse, Error> {
    let (scope, (_, session)) = (ctx.scope()?, ctx.user()?);
    Ok(pb::WhoAmIResponse {
        person: Some(pb::Person {
            user_id: me.person.id.to_string(),
            email: me.person.email,
            full_name: me.person.full_name,
            mfa_enabled: me.mfa_enabled,
        }),
        tenant_id: scope.tenant.to_string(),
        session_id: session.to_string(),
        environment: scope.environment.as_str().to_owned(),
        memberships: me
            .memberships
            .into_iter()
            .map(|one| pb::Membership { tenant_id: one.tenant.to_string(), role: one.role })
            .collect(),
        grants: ctx.grants().iter().map(str::to_owned).collect(),
    })
}
