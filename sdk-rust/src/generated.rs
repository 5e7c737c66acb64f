// Written by omni-gen from the contracts; do not edit. `make gen` writes it again.

use omni_client_core::{CallOptions, Error};

use crate::answer::{ItemStream, Response};
use crate::client::{Caller, OmniClient};
use crate::request::IntoRequest;

#[doc(inline)]
pub use omni_proto_audit as audit;
#[doc(inline)]
pub use omni_proto_identity as identity;
#[doc(inline)]
pub use omni_proto_intelligence as intelligence;
#[doc(inline)]
pub use omni_proto_keys as keys;
#[doc(inline)]
pub use omni_proto_platform as platform;
#[doc(inline)]
pub use omni_proto_tenant as tenant;

impl OmniClient {
    /// The calls of [`Audit`].
    pub fn audit(&self) -> Audit {
        Audit { caller: self.caller().clone() }
    }

    /// The calls of [`Auth`].
    pub fn auth(&self) -> Auth {
        Auth { caller: self.caller().clone() }
    }

    /// The calls of [`Cache`].
    pub fn cache(&self) -> Cache {
        Cache { caller: self.caller().clone() }
    }

    /// The calls of [`Intelligence`].
    pub fn intelligence(&self) -> Intelligence {
        Intelligence { caller: self.caller().clone() }
    }

    /// The calls of [`Keys`].
    pub fn keys(&self) -> Keys {
        Keys { caller: self.caller().clone() }
    }

    /// The calls of [`Ml`].
    pub fn ml(&self) -> Ml {
        Ml { caller: self.caller().clone() }
    }

    /// The calls of [`Platform`].
    pub fn platform(&self) -> Platform {
        Platform { caller: self.caller().clone() }
    }

    /// The calls of [`Sso`].
    pub fn sso(&self) -> Sso {
        Sso { caller: self.caller().clone() }
    }

    /// The calls of [`Team`].
    pub fn team(&self) -> Team {
        Team { caller: self.caller().clone() }
    }

    /// The calls of [`Tenants`].
    pub fn tenants(&self) -> Tenants {
        Tenants { caller: self.caller().clone() }
    }

    /// GetError returns the record of a failed request of the caller's tenant, with secrets and personal data masked.
    ///
    /// Callers need `platform.errors.read`. Records are kept for a configured time; one that is gone, or that belongs to
    /// another tenant, is NOT_FOUND.
    ///
    /// gRPC: `omni.platform.v1.PlatformService/GetError`.
    /// REST: `GET /api/v1/errors/{failed_request_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.get_error("req_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_error(
        &self,
        request: impl IntoRequest<platform::v1::GetErrorRequest>,
    ) -> Result<Response<platform::v1::GetErrorResponse>, Error> {
        self.caller().unary("/omni.platform.v1.PlatformService/GetError", request.into_request()).await
    }
}

/// `client.audit()`:
/// - [`export`](Self::export): ExportAudit streams a stretch of the log, the oldest entry first, with all that it takes to check it without a server: `omni audit verify`.
/// - [`get`](Self::get): GetAuditEntry returns one entry of the log.
/// - [`get_checkpoint_key`](Self::get_checkpoint_key): GetCheckpointKey returns the public keys that the checkpoints of this installation are signed with.
/// - [`list`](Self::list): ListAuditEntries lists what was done in the tenant and environment of the credential, the newest first.
/// - [`list_checkpoints`](Self::list_checkpoints): ListCheckpoints lists the signed checkpoints of the log, the oldest first.
/// - [`verify_chain`](Self::verify_chain): VerifyAudit recomputes the chain and says where it is first broken, and why.
#[derive(Debug, Clone)]
pub struct Audit {
    caller: Caller,
}

impl Audit {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// ExportAudit streams a stretch of the log, the oldest entry first, with all that it takes to check it without a
    /// server: `omni audit verify`.
    ///
    /// Callers need `audit.entries.read`. The call itself goes on the log, before the first entry is sent.
    ///
    /// gRPC: `omni.audit.v1.AuditService/ExportAudit`.
    /// REST: `GET /api/v1/audit/export`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::audit::v1::ExportAuditRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let mut items = client.audit().export(ExportAuditRequest {
    ///     first_sequence: 1,
    ///     last_sequence: 1,
    /// }).await?;
    /// while let Some(item) = items.next().await {
    ///     println!("{:?}", item?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn export(
        &self,
        request: impl IntoRequest<audit::v1::ExportAuditRequest>,
    ) -> Result<ItemStream<audit::v1::ExportAuditResponse>, Error> {
        self.caller.stream("/omni.audit.v1.AuditService/ExportAudit", request.into_request()).await
    }

    /// GetAuditEntry returns one entry of the log.
    ///
    /// Callers need `audit.entries.read`. An entry that is not there is NOT_FOUND. The call itself goes on the log.
    ///
    /// gRPC: `omni.audit.v1.AuditService/GetAuditEntry`.
    /// REST: `GET /api/v1/audit/entries/{sequence}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::audit::v1::GetAuditEntryRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.audit().get(GetAuditEntryRequest {
    ///     sequence: 1,
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get(
        &self,
        request: impl IntoRequest<audit::v1::GetAuditEntryRequest>,
    ) -> Result<Response<audit::v1::GetAuditEntryResponse>, Error> {
        self.caller.unary("/omni.audit.v1.AuditService/GetAuditEntry", request.into_request()).await
    }

    /// GetCheckpointKey returns the public keys that the checkpoints of this installation are signed with.
    ///
    /// Anybody may call it.
    ///
    /// gRPC: `omni.audit.v1.AuditService/GetCheckpointKey`.
    /// REST: `GET /api/v1/audit/checkpoint-key`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::audit::v1::GetCheckpointKeyRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.audit().get_checkpoint_key(GetCheckpointKeyRequest {}).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_checkpoint_key(
        &self,
        request: impl IntoRequest<audit::v1::GetCheckpointKeyRequest>,
    ) -> Result<Response<audit::v1::GetCheckpointKeyResponse>, Error> {
        self.caller.unary("/omni.audit.v1.AuditService/GetCheckpointKey", request.into_request()).await
    }

    /// ListAuditEntries lists what was done in the tenant and environment of the credential, the newest first.
    ///
    /// Callers need `audit.entries.read`. The call itself goes on the log.
    ///
    /// gRPC: `omni.audit.v1.AuditService/ListAuditEntries`.
    /// REST: `GET /api/v1/audit/entries`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::audit::v1::ListAuditEntriesRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.audit().list(ListAuditEntriesRequest {
    ///     action: "tenant.tenants.suspend".into(),
    ///     page_size: 10,
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list(
        &self,
        request: impl IntoRequest<audit::v1::ListAuditEntriesRequest>,
    ) -> Result<Response<audit::v1::ListAuditEntriesResponse>, Error> {
        self.caller.unary("/omni.audit.v1.AuditService/ListAuditEntries", request.into_request()).await
    }

    /// ListCheckpoints lists the signed checkpoints of the log, the oldest first. Kept elsewhere, a checkpoint shows that
    /// the log was cut off behind it.
    ///
    /// Callers need `audit.entries.verify`.
    ///
    /// gRPC: `omni.audit.v1.AuditService/ListCheckpoints`.
    /// REST: `GET /api/v1/audit/checkpoints`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::audit::v1::ListCheckpointsRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.audit().list_checkpoints(ListCheckpointsRequest {
    ///     page_size: 10,
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list_checkpoints(
        &self,
        request: impl IntoRequest<audit::v1::ListCheckpointsRequest>,
    ) -> Result<Response<audit::v1::ListCheckpointsResponse>, Error> {
        self.caller.unary("/omni.audit.v1.AuditService/ListCheckpoints", request.into_request()).await
    }

    /// VerifyAudit recomputes the chain and says where it is first broken, and why.
    ///
    /// Callers need `audit.entries.verify`. The call itself goes on the log, before the chain is read. A log that was
    /// tampered with so that it takes no entry is read all the same.
    ///
    /// gRPC: `omni.audit.v1.AuditService/VerifyAudit`.
    /// REST: `GET /api/v1/audit/verification`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::audit::v1::VerifyAuditRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.audit().verify_chain(VerifyAuditRequest {
    ///     first_sequence: 1,
    ///     last_sequence: 1,
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn verify_chain(
        &self,
        request: impl IntoRequest<audit::v1::VerifyAuditRequest>,
    ) -> Result<Response<audit::v1::VerifyAuditResponse>, Error> {
        self.caller.unary("/omni.audit.v1.AuditService/VerifyAudit", request.into_request()).await
    }
}

/// `client.auth()`:
/// - [`change_password`](Self::change_password): ChangePassword sets a new password and ends the person's other sessions.
/// - [`complete_mfa`](Self::complete_mfa): CompleteMfa ends a sign-in with the code of the authenticator, or with a recovery code.
/// - [`confirm_totp`](Self::confirm_totp): ConfirmTotp turns the second factor on and gives the recovery codes, which are shown only now.
/// - [`disable_totp`](Self::disable_totp): DisableTotp turns the second factor off and takes the recovery codes away.
/// - [`enrol_totp`](Self::enrol_totp): EnrolTotp makes the secret for an authenticator app (RFC 6238).
/// - [`list_sessions`](Self::list_sessions): ListSessions shows where the person is signed in, the latest first.
/// - [`login`](Self::login): Login signs a person in with their password: tokens, or a challenge when they have a second factor.
/// - [`logout`](Self::logout): Logout ends the caller's session with all its tokens.
/// - [`refresh`](Self::refresh): Refresh trades a refresh token for new tokens.
/// - [`register`](Self::register): Register asks for an account and a company for a person, and mails a token to the address that proves it is theirs.
/// - [`request_password_reset`](Self::request_password_reset): RequestPasswordReset mails a token to set a new password with, if the address has an account with a password.
/// - [`reset_password`](Self::reset_password): ResetPassword sets a new password and ends all sessions of the person.
/// - [`revoke_session`](Self::revoke_session): RevokeSession ends one of the person's sessions with all its tokens.
/// - [`switch_tenant`](Self::switch_tenant): SwitchTenant signs the person in to another of their tenants.
/// - [`verify_email`](Self::verify_email): VerifyEmail makes the account, the company on the free tier and the membership as owner that were registered.
/// - [`who_am_i`](Self::who_am_i): WhoAmI says who is signed in, in which tenant, with what they may do there, and where else they belong.
#[derive(Debug, Clone)]
pub struct Auth {
    caller: Caller,
}

impl Auth {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// ChangePassword sets a new password and ends the person's other sessions.
    ///
    /// For people who are signed in. UNAUTHENTICATED when the current password is wrong; wrong ones count as failed sign-ins.
    ///
    /// gRPC: `omni.identity.v1.AuthService/ChangePassword`.
    /// REST: `POST /auth/password`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::ChangePasswordRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().change_password(ChangePasswordRequest {
    ///     current_password: "correct horse battery".into(),
    ///     new_password: "staple correct horse".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn change_password(
        &self,
        request: impl IntoRequest<identity::v1::ChangePasswordRequest>,
    ) -> Result<Response<identity::v1::ChangePasswordResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/ChangePassword", request.into_request()).await
    }

    /// CompleteMfa ends a sign-in with the code of the authenticator, or with a recovery code.
    ///
    /// Anybody who has the challenge may call it. A code is accepted once. UNAUTHENTICATED when the challenge or the code is
    /// wrong; RESOURCE_EXHAUSTED with the time to wait after too many wrong codes.
    ///
    /// gRPC: `omni.identity.v1.AuthService/CompleteMfa`.
    /// REST: `POST /auth/mfa`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::CompleteMfaRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().complete_mfa(CompleteMfaRequest {
    ///     challenge: "omni_mfa_4XvT0p97Qm2c".into(),
    ///     code: "123456".into(),
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn complete_mfa(
        &self,
        request: impl IntoRequest<identity::v1::CompleteMfaRequest>,
    ) -> Result<Response<identity::v1::CompleteMfaResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/CompleteMfa", request.into_request()).await
    }

    /// ConfirmTotp turns the second factor on and gives the recovery codes, which are shown only now.
    ///
    /// For people who are signed in. UNAUTHENTICATED when the code is wrong; FAILED_PRECONDITION when nothing waits to be
    /// confirmed; RESOURCE_EXHAUSTED with the time to wait after too many wrong codes.
    ///
    /// gRPC: `omni.identity.v1.AuthService/ConfirmTotp`.
    /// REST: `POST /auth/mfa/totp/confirm`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().confirm_totp("123456").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn confirm_totp(
        &self,
        request: impl IntoRequest<identity::v1::ConfirmTotpRequest>,
    ) -> Result<Response<identity::v1::ConfirmTotpResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/ConfirmTotp", request.into_request()).await
    }

    /// DisableTotp turns the second factor off and takes the recovery codes away.
    ///
    /// For people who are signed in, with a code or a recovery code once more. UNAUTHENTICATED when it is wrong;
    /// FAILED_PRECONDITION when no second factor is on; RESOURCE_EXHAUSTED with the time to wait after too many wrong codes.
    ///
    /// gRPC: `omni.identity.v1.AuthService/DisableTotp`.
    /// REST: `POST /auth/mfa/totp/disable`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::DisableTotpRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().disable_totp(DisableTotpRequest {
    ///     code: "123456".into(),
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn disable_totp(
        &self,
        request: impl IntoRequest<identity::v1::DisableTotpRequest>,
    ) -> Result<Response<identity::v1::DisableTotpResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/DisableTotp", request.into_request()).await
    }

    /// EnrolTotp makes the secret for an authenticator app (RFC 6238). It counts once ConfirmTotp was given a code of it.
    ///
    /// For people who are signed in, with their password once more, so that a stolen access token does not keep them out of
    /// their account; for people without a password, who signed in at most ten minutes ago. UNAUTHENTICATED when the password
    /// is wrong; FAILED_PRECONDITION when one is in use already, or when the sign-in is older.
    ///
    /// gRPC: `omni.identity.v1.AuthService/EnrolTotp`.
    /// REST: `POST /auth/mfa/totp`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::EnrolTotpRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().enrol_totp(EnrolTotpRequest {
    ///     current_password: "correct horse battery".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn enrol_totp(
        &self,
        request: impl IntoRequest<identity::v1::EnrolTotpRequest>,
    ) -> Result<Response<identity::v1::EnrolTotpResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/EnrolTotp", request.into_request()).await
    }

    /// ListSessions shows where the person is signed in, the latest first.
    ///
    /// For people who are signed in.
    ///
    /// gRPC: `omni.identity.v1.AuthService/ListSessions`.
    /// REST: `GET /auth/sessions`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::ListSessionsRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().list_sessions(ListSessionsRequest::default()).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list_sessions(
        &self,
        request: impl IntoRequest<identity::v1::ListSessionsRequest>,
    ) -> Result<Response<identity::v1::ListSessionsResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/ListSessions", request.into_request()).await
    }

    /// Login signs a person in with their password: tokens, or a challenge when they have a second factor.
    ///
    /// Anybody may call it. Whatever is wrong - no such person, a wrong or empty password, a person who signs in through
    /// their company only, too many failures shortly before - the answer is the same UNAUTHENTICATED after the same work.
    /// RESOURCE_EXHAUSTED with the time to wait when too many sign-ins fail from the caller's address or in all, or when the
    /// server hashes as many passwords as it can. NOT_FOUND when the person is no member of the tenant that is asked for.
    ///
    /// gRPC: `omni.identity.v1.AuthService/Login`.
    /// REST: `POST /auth/login`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::LoginRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().login(LoginRequest {
    ///     email: "ana@example.com".into(),
    ///     password: "correct horse battery".into(),
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn login(
        &self,
        request: impl IntoRequest<identity::v1::LoginRequest>,
    ) -> Result<Response<identity::v1::LoginResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/Login", request.into_request()).await
    }

    /// Logout ends the caller's session with all its tokens.
    ///
    /// For people who are signed in. Every server refuses the access token within a second.
    ///
    /// gRPC: `omni.identity.v1.AuthService/Logout`.
    /// REST: `POST /auth/logout`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::LogoutRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().logout(LogoutRequest {}).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn logout(
        &self,
        request: impl IntoRequest<identity::v1::LogoutRequest>,
    ) -> Result<Response<identity::v1::LogoutResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/Logout", request.into_request()).await
    }

    /// Refresh trades a refresh token for new tokens. The old one is used up.
    ///
    /// Anybody who has the token may call it. A caller who missed the answer may ask again within a few seconds and gets the
    /// same new refresh token. One who shows a used token later ends the session: either they or somebody else stole it.
    /// UNAUTHENTICATED when the token is unknown, used up or expired, or its session has ended.
    ///
    /// gRPC: `omni.identity.v1.AuthService/Refresh`.
    /// REST: `POST /auth/refresh`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().refresh("omni_refresh_2b7dT0pQm4cXv9").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn refresh(
        &self,
        request: impl IntoRequest<identity::v1::RefreshRequest>,
    ) -> Result<Response<identity::v1::RefreshResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/Refresh", request.into_request()).await
    }

    /// Register asks for an account and a company for a person, and mails a token to the address that proves it is theirs.
    ///
    /// Anybody may call it. Nothing is made before VerifyEmail is given that token. The answer is the same whether or not the
    /// address has an account; a person who has one is told so by mail. A password of less than 8 characters is
    /// INVALID_ARGUMENT; RESOURCE_EXHAUSTED when the server hashes as many passwords as it can.
    ///
    /// gRPC: `omni.identity.v1.AuthService/Register`.
    /// REST: `POST /auth/register`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::RegisterRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().register(RegisterRequest {
    ///     email: "ana@example.com".into(),
    ///     password: "correct horse battery".into(),
    ///     full_name: "Ana Kos".into(),
    ///     company_name: "Acme".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn register(
        &self,
        request: impl IntoRequest<identity::v1::RegisterRequest>,
    ) -> Result<Response<identity::v1::RegisterResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/Register", request.into_request()).await
    }

    /// RequestPasswordReset mails a token to set a new password with, if the address has an account with a password.
    ///
    /// Anybody may call it. The answer is the same whether or not there is one, and does not wait to find out.
    ///
    /// gRPC: `omni.identity.v1.AuthService/RequestPasswordReset`.
    /// REST: `POST /auth/password/forgot`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().request_password_reset("ana@example.com").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn request_password_reset(
        &self,
        request: impl IntoRequest<identity::v1::RequestPasswordResetRequest>,
    ) -> Result<Response<identity::v1::RequestPasswordResetResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/RequestPasswordReset", request.into_request()).await
    }

    /// ResetPassword sets a new password and ends all sessions of the person.
    ///
    /// Anybody who has the token of the mail may call it, once. A second factor stays. UNAUTHENTICATED when the token is
    /// unknown, used or expired, or the password was changed after it was sent.
    ///
    /// gRPC: `omni.identity.v1.AuthService/ResetPassword`.
    /// REST: `POST /auth/password/reset`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::ResetPasswordRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().reset_password(ResetPasswordRequest {
    ///     token: "omni_reset_7Qm2c4XvT0p9".into(),
    ///     new_password: "staple correct horse".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn reset_password(
        &self,
        request: impl IntoRequest<identity::v1::ResetPasswordRequest>,
    ) -> Result<Response<identity::v1::ResetPasswordResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/ResetPassword", request.into_request()).await
    }

    /// RevokeSession ends one of the person's sessions with all its tokens.
    ///
    /// For people who are signed in. Every server refuses its access token within a second. NOT_FOUND when the person has no
    /// such session.
    ///
    /// gRPC: `omni.identity.v1.AuthService/RevokeSession`.
    /// REST: `DELETE /auth/sessions/{session_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().revoke_session("ses_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn revoke_session(
        &self,
        request: impl IntoRequest<identity::v1::RevokeSessionRequest>,
    ) -> Result<Response<identity::v1::RevokeSessionResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/RevokeSession", request.into_request()).await
    }

    /// SwitchTenant signs the person in to another of their tenants. The session of the call goes on.
    ///
    /// For people who are signed in. NOT_FOUND when the person is no member of the tenant.
    ///
    /// gRPC: `omni.identity.v1.AuthService/SwitchTenant`.
    /// REST: `POST /auth/switch`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().switch_tenant("ten_01k9z8v6m3e8qsb4x7n2h5d0yb").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn switch_tenant(
        &self,
        request: impl IntoRequest<identity::v1::SwitchTenantRequest>,
    ) -> Result<Response<identity::v1::SwitchTenantResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/SwitchTenant", request.into_request()).await
    }

    /// VerifyEmail makes the account, the company on the free tier and the membership as owner that were registered.
    ///
    /// Anybody who has the token of the mail may call it, once. UNAUTHENTICATED when the token is unknown, used or expired;
    /// FAILED_PRECONDITION when the address got an account in the meantime.
    ///
    /// gRPC: `omni.identity.v1.AuthService/VerifyEmail`.
    /// REST: `POST /auth/verify`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().verify_email("omni_verify_7Qm2c4XvT0p9").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn verify_email(
        &self,
        request: impl IntoRequest<identity::v1::VerifyEmailRequest>,
    ) -> Result<Response<identity::v1::VerifyEmailResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/VerifyEmail", request.into_request()).await
    }

    /// WhoAmI says who is signed in, in which tenant, with what they may do there, and where else they belong.
    ///
    /// For people who are signed in.
    ///
    /// gRPC: `omni.identity.v1.AuthService/WhoAmI`.
    /// REST: `GET /auth/me`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::WhoAmIRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.auth().who_am_i(WhoAmIRequest {}).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn who_am_i(
        &self,
        request: impl IntoRequest<identity::v1::WhoAmIRequest>,
    ) -> Result<Response<identity::v1::WhoAmIResponse>, Error> {
        self.caller.unary("/omni.identity.v1.AuthService/WhoAmI", request.into_request()).await
    }
}

/// `client.cache()`:
/// - [`get_settings`](Self::get_settings): GetCacheSettings says how long answers of each cached method are kept for the caller's tenant.
/// - [`get_statistics`](Self::get_statistics): GetCacheStatistics says how often answers of the caller's tenant came from the cache.
/// - [`purge`](Self::purge): PurgeCache makes the cache forget the tenant's answers, also those that are being made.
/// - [`set_ttl`](Self::set_ttl): SetCacheTtl changes for how long answers are kept for the caller's tenant.
#[derive(Debug, Clone)]
pub struct Cache {
    caller: Caller,
}

impl Cache {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// GetCacheSettings says how long answers of each cached method are kept for the caller's tenant.
    ///
    /// Callers need `platform.cache.read`.
    ///
    /// gRPC: `omni.platform.v1.CacheService/GetCacheSettings`.
    /// REST: `GET /api/v1/cache/settings`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::platform::v1::GetCacheSettingsRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.cache().get_settings(GetCacheSettingsRequest {}).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_settings(
        &self,
        request: impl IntoRequest<platform::v1::GetCacheSettingsRequest>,
    ) -> Result<Response<platform::v1::GetCacheSettingsResponse>, Error> {
        self.caller.unary("/omni.platform.v1.CacheService/GetCacheSettings", request.into_request()).await
    }

    /// GetCacheStatistics says how often answers of the caller's tenant came from the cache.
    ///
    /// Callers need `platform.cache.read`. The counts are those of the node that answers, since its start.
    ///
    /// gRPC: `omni.platform.v1.CacheService/GetCacheStatistics`.
    /// REST: `GET /api/v1/cache/statistics`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::platform::v1::GetCacheStatisticsRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.cache().get_statistics(GetCacheStatisticsRequest {}).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_statistics(
        &self,
        request: impl IntoRequest<platform::v1::GetCacheStatisticsRequest>,
    ) -> Result<Response<platform::v1::GetCacheStatisticsResponse>, Error> {
        self.caller.unary("/omni.platform.v1.CacheService/GetCacheStatistics", request.into_request()).await
    }

    /// PurgeCache makes the cache forget the tenant's answers, also those that are being made.
    ///
    /// Callers need `platform.cache.purge`. With a Redis it takes effect on every node at once; without one, on the node
    /// that answers. UNAVAILABLE when the Redis does not answer: then nothing was forgotten.
    ///
    /// gRPC: `omni.platform.v1.CacheService/PurgeCache`.
    /// REST: `POST /api/v1/cache/purge`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.cache().purge("omni.intelligence.*").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn purge(
        &self,
        request: impl IntoRequest<platform::v1::PurgeCacheRequest>,
    ) -> Result<Response<platform::v1::PurgeCacheResponse>, Error> {
        self.caller.unary("/omni.platform.v1.CacheService/PurgeCache", request.into_request()).await
    }

    /// SetCacheTtl changes for how long answers are kept for the caller's tenant. Answers that are kept already stay as long
    /// as they were to.
    ///
    /// Callers need `platform.cache.update`. Every node knows within a few seconds.
    ///
    /// gRPC: `omni.platform.v1.CacheService/SetCacheTtl`.
    /// REST: `PUT /api/v1/cache/settings`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::platform::v1::SetCacheTtlRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.cache().set_ttl(SetCacheTtlRequest {
    ///     method: "omni.intelligence.v1.IntelligenceService/Forecast".into(),
    ///     ttl: Some(omni_ai::prost_types::Duration { seconds: 600, nanos: 0 }),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn set_ttl(
        &self,
        request: impl IntoRequest<platform::v1::SetCacheTtlRequest>,
    ) -> Result<Response<platform::v1::SetCacheTtlResponse>, Error> {
        self.caller.unary("/omni.platform.v1.CacheService/SetCacheTtl", request.into_request()).await
    }
}

/// `client.intelligence()`:
/// - [`forecast`](Self::forecast): Forecast continues one time series, with prediction intervals.
/// - [`forecast_batch`](Self::forecast_batch): ForecastBatch forecasts many series and sends each result as soon as it is ready, in no particular order.
#[derive(Debug, Clone)]
pub struct Intelligence {
    caller: Caller,
}

impl Intelligence {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// Forecast continues one time series, with prediction intervals.
    ///
    /// Callers need `intelligence.forecasts.create`. The call changes nothing and may be repeated. Series that are too
    /// short or hold a value that is not finite are refused with INVALID_ARGUMENT, naming the field and the index.
    ///
    /// gRPC: `omni.intelligence.v1.IntelligenceService/Forecast`.
    /// REST: `POST /api/v1/ai-intelligence/forecast`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::intelligence::v1::ForecastRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.intelligence().forecast(ForecastRequest {
    ///     time_series: vec![112.0, 118.0, 132.0, 129.0, 121.0, 135.0, 148.0, 148.0, 136.0, 119.0, 104.0, 118.0, 115.0, 126.0, 141.0, 135.0, 125.0, 149.0, 170.0, 170.0, 158.0, 133.0, 114.0, 140.0, 145.0, 150.0, 178.0, 163.0, 172.0, 178.0, 199.0, 199.0, 184.0, 162.0, 146.0, 166.0],
    ///     forecast_steps: 3,
    ///     levels: vec![80.0],
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn forecast(
        &self,
        request: impl IntoRequest<intelligence::v1::ForecastRequest>,
    ) -> Result<Response<intelligence::v1::ForecastResponse>, Error> {
        self.caller.unary("/omni.intelligence.v1.IntelligenceService/Forecast", request.into_request()).await
    }

    /// ForecastBatch forecasts many series and sends each result as soon as it is ready, in no particular order.
    ///
    /// Callers need `intelligence.forecasts.create`. A series that breaks a rule or cannot be forecast gives a result with
    /// a failure; the others go on. The request as a whole is refused, with INVALID_ARGUMENT, when it has no series or too
    /// many, or cannot be read.
    ///
    /// gRPC: `omni.intelligence.v1.IntelligenceService/ForecastBatch`.
    /// REST: `POST /api/v1/ai-intelligence/forecast-batch`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::intelligence::v1::{ForecastBatchRequest, ForecastRequest};
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let mut items = client.intelligence().forecast_batch(ForecastBatchRequest {
    ///     requests: vec![ForecastRequest {
    ///         time_series: vec![112.0, 118.0, 132.0, 129.0, 121.0, 135.0, 148.0, 148.0, 136.0, 119.0, 104.0, 118.0, 115.0, 126.0, 141.0, 135.0, 125.0, 149.0, 170.0, 170.0, 158.0, 133.0, 114.0, 140.0, 145.0, 150.0, 178.0, 163.0, 172.0, 178.0, 199.0, 199.0, 184.0, 162.0, 146.0, 166.0],
    ///         forecast_steps: 3,
    ///         levels: vec![80.0],
    ///         ..Default::default()
    ///     }, ForecastRequest {
    ///         time_series: vec![5.0, 7.0, 6.0, 8.0, 7.0, 9.0],
    ///         forecast_steps: 2,
    ///         ..Default::default()
    ///     }],
    /// }).await?;
    /// while let Some(item) = items.next().await {
    ///     println!("{:?}", item?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn forecast_batch(
        &self,
        request: impl IntoRequest<intelligence::v1::ForecastBatchRequest>,
    ) -> Result<ItemStream<intelligence::v1::ForecastBatchResponse>, Error> {
        self.caller.stream("/omni.intelligence.v1.IntelligenceService/ForecastBatch", request.into_request()).await
    }
}

/// `client.keys()`:
/// - [`create`](Self::create): CreateKey makes a key and shows its secret, once.
/// - [`get`](Self::get): GetKey returns one key without its secret.
/// - [`list`](Self::list): ListKeys lists the keys of one environment, the oldest first, ended ones too; all of them, or those that somebody made.
/// - [`revoke`](Self::revoke): RevokeKey ends a key: this server refuses it from now on, every other one within a second.
/// - [`rotate`](Self::rotate): RotateKey makes a new key with the name, the scopes and the addresses of an old one, which ends after the overlap.
#[derive(Debug, Clone)]
pub struct Keys {
    caller: Caller,
}

impl Keys {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// CreateKey makes a key and shows its secret, once.
    ///
    /// Callers need `keys.keys.create`, and every permission that the scopes grant. A test credential makes test keys only.
    /// A key makes no key that ends later than itself or comes from other addresses: asking for it is PERMISSION_DENIED with
    /// KEY_RESTRICTED, and what is left out is as with the calling key.
    ///
    /// gRPC: `omni.keys.v1.KeyService/CreateKey`.
    /// REST: `POST /api/v1/keys`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::keys::v1::CreateKeyRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.keys().create(CreateKeyRequest {
    ///     name: "forecasts of the shop".into(),
    ///     scopes: vec!["intelligence.*".into()],
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(
        &self,
        request: impl IntoRequest<keys::v1::CreateKeyRequest>,
    ) -> Result<Response<keys::v1::CreateKeyResponse>, Error> {
        self.caller.unary("/omni.keys.v1.KeyService/CreateKey", request.into_request()).await
    }

    /// GetKey returns one key without its secret.
    ///
    /// Callers need `keys.keys.read`.
    ///
    /// gRPC: `omni.keys.v1.KeyService/GetKey`.
    /// REST: `GET /api/v1/keys/{key_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.keys().get("key_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get(
        &self,
        request: impl IntoRequest<keys::v1::GetKeyRequest>,
    ) -> Result<Response<keys::v1::GetKeyResponse>, Error> {
        self.caller.unary("/omni.keys.v1.KeyService/GetKey", request.into_request()).await
    }

    /// ListKeys lists the keys of one environment, the oldest first, ended ones too; all of them, or those that somebody
    /// made.
    ///
    /// Callers need `keys.keys.read`.
    ///
    /// gRPC: `omni.keys.v1.KeyService/ListKeys`.
    /// REST: `GET /api/v1/keys`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::keys::v1::ListKeysRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.keys().list(ListKeysRequest {
    ///     page_size: 50,
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list(
        &self,
        request: impl IntoRequest<keys::v1::ListKeysRequest>,
    ) -> Result<Response<keys::v1::ListKeysResponse>, Error> {
        self.caller.unary("/omni.keys.v1.KeyService/ListKeys", request.into_request()).await
    }

    /// RevokeKey ends a key: this server refuses it from now on, every other one within a second. Ending it again changes
    /// nothing.
    ///
    /// Callers need `keys.keys.revoke`, and every permission that the key's scopes grant.
    ///
    /// gRPC: `omni.keys.v1.KeyService/RevokeKey`.
    /// REST: `DELETE /api/v1/keys/{key_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.keys().revoke("key_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn revoke(
        &self,
        request: impl IntoRequest<keys::v1::RevokeKeyRequest>,
    ) -> Result<Response<keys::v1::RevokeKeyResponse>, Error> {
        self.caller.unary("/omni.keys.v1.KeyService/RevokeKey", request.into_request()).await
    }

    /// RotateKey makes a new key with the name, the scopes and the addresses of an old one, which ends after the overlap.
    ///
    /// Callers need `keys.keys.rotate`, and every permission that the key's scopes grant. A key that has ended is
    /// FAILED_PRECONDITION. Where a key calls, for itself or for another, the new key never ends later than the calling one,
    /// and a key that may come from where the calling one may not is PERMISSION_DENIED with KEY_RESTRICTED.
    ///
    /// gRPC: `omni.keys.v1.KeyService/RotateKey`.
    /// REST: `POST /api/v1/keys/{key_id}/rotate`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::keys::v1::RotateKeyRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.keys().rotate(RotateKeyRequest {
    ///     key_id: "key_01k9z8v6m3e8qsb4x7n2h5d0ya".into(),
    ///     overlap: Some(omni_ai::prost_types::Duration { seconds: 86400, nanos: 0 }),
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn rotate(
        &self,
        request: impl IntoRequest<keys::v1::RotateKeyRequest>,
    ) -> Result<Response<keys::v1::RotateKeyResponse>, Error> {
        self.caller.unary("/omni.keys.v1.KeyService/RotateKey", request.into_request()).await
    }
}

/// `client.ml()`:
/// - [`forecast_batch`](Self::forecast_batch): ForecastBatch forecasts many series and sends each result as soon as it is ready, in no particular order.
/// - [`predict_revenue`](Self::predict_revenue): Forecast continues one time series, with prediction intervals.
#[derive(Debug, Clone)]
pub struct Ml {
    caller: Caller,
}

impl Ml {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// ForecastBatch forecasts many series and sends each result as soon as it is ready, in no particular order.
    ///
    /// Callers need `intelligence.forecasts.create`. A series that breaks a rule or cannot be forecast gives a result with
    /// a failure; the others go on. The request as a whole is refused, with INVALID_ARGUMENT, when it has no series or too
    /// many, or cannot be read.
    ///
    /// gRPC: `omni.intelligence.v1.IntelligenceService/ForecastBatch`.
    /// REST: `POST /api/v1/ai-intelligence/forecast-batch`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::intelligence::v1::{ForecastBatchRequest, ForecastRequest};
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let mut items = client.ml().forecast_batch(ForecastBatchRequest {
    ///     requests: vec![ForecastRequest {
    ///         time_series: vec![112.0, 118.0, 132.0, 129.0, 121.0, 135.0, 148.0, 148.0, 136.0, 119.0, 104.0, 118.0, 115.0, 126.0, 141.0, 135.0, 125.0, 149.0, 170.0, 170.0, 158.0, 133.0, 114.0, 140.0, 145.0, 150.0, 178.0, 163.0, 172.0, 178.0, 199.0, 199.0, 184.0, 162.0, 146.0, 166.0],
    ///         forecast_steps: 3,
    ///         levels: vec![80.0],
    ///         ..Default::default()
    ///     }, ForecastRequest {
    ///         time_series: vec![5.0, 7.0, 6.0, 8.0, 7.0, 9.0],
    ///         forecast_steps: 2,
    ///         ..Default::default()
    ///     }],
    /// }).await?;
    /// while let Some(item) = items.next().await {
    ///     println!("{:?}", item?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn forecast_batch(
        &self,
        request: impl IntoRequest<intelligence::v1::ForecastBatchRequest>,
    ) -> Result<ItemStream<intelligence::v1::ForecastBatchResponse>, Error> {
        self.caller.stream("/omni.intelligence.v1.IntelligenceService/ForecastBatch", request.into_request()).await
    }

    /// Forecast continues one time series, with prediction intervals.
    ///
    /// Callers need `intelligence.forecasts.create`. The call changes nothing and may be repeated. Series that are too
    /// short or hold a value that is not finite are refused with INVALID_ARGUMENT, naming the field and the index.
    ///
    /// gRPC: `omni.intelligence.v1.IntelligenceService/Forecast`.
    /// REST: `POST /api/v1/ai-intelligence/forecast`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::intelligence::v1::ForecastRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.ml().predict_revenue(ForecastRequest {
    ///     time_series: vec![112.0, 118.0, 132.0, 129.0, 121.0, 135.0, 148.0, 148.0, 136.0, 119.0, 104.0, 118.0, 115.0, 126.0, 141.0, 135.0, 125.0, 149.0, 170.0, 170.0, 158.0, 133.0, 114.0, 140.0, 145.0, 150.0, 178.0, 163.0, 172.0, 178.0, 199.0, 199.0, 184.0, 162.0, 146.0, 166.0],
    ///     forecast_steps: 3,
    ///     levels: vec![80.0],
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn predict_revenue(
        &self,
        request: impl IntoRequest<intelligence::v1::ForecastRequest>,
    ) -> Result<Response<intelligence::v1::ForecastResponse>, Error> {
        self.caller.unary("/omni.intelligence.v1.IntelligenceService/Forecast", request.into_request()).await
    }
}

/// `client.platform()`:
/// - [`get_error`](Self::get_error): GetError returns the record of a failed request of the caller's tenant, with secrets and personal data masked.
/// - [`get_health`](Self::get_health): GetHealth says whether the server answers, its version and its time.
/// - [`get_rate_limits`](Self::get_rate_limits): GetRateLimits says where the caller stands with each rate limit that holds for it, without using any but that of administration.
/// - [`get_summary`](Self::get_summary): GetSummary says which services the installation runs, their versions and how long it has been up.
#[derive(Debug, Clone)]
pub struct Platform {
    caller: Caller,
}

impl Platform {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// GetError returns the record of a failed request of the caller's tenant, with secrets and personal data masked.
    ///
    /// Callers need `platform.errors.read`. Records are kept for a configured time; one that is gone, or that belongs to
    /// another tenant, is NOT_FOUND.
    ///
    /// gRPC: `omni.platform.v1.PlatformService/GetError`.
    /// REST: `GET /api/v1/errors/{failed_request_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.platform().get_error("req_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_error(
        &self,
        request: impl IntoRequest<platform::v1::GetErrorRequest>,
    ) -> Result<Response<platform::v1::GetErrorResponse>, Error> {
        self.caller.unary("/omni.platform.v1.PlatformService/GetError", request.into_request()).await
    }

    /// GetHealth says whether the server answers, its version and its time.
    ///
    /// Anybody may call it.
    ///
    /// gRPC: `omni.platform.v1.PlatformService/GetHealth`.
    /// REST: `GET /api/health`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::platform::v1::GetHealthRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.platform().get_health(GetHealthRequest {}).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_health(
        &self,
        request: impl IntoRequest<platform::v1::GetHealthRequest>,
    ) -> Result<Response<platform::v1::GetHealthResponse>, Error> {
        self.caller.unary("/omni.platform.v1.PlatformService/GetHealth", request.into_request()).await
    }

    /// GetRateLimits says where the caller stands with each rate limit that holds for it, without using any but that of
    /// administration.
    ///
    /// Callers need `platform.limits.read`. The list is empty when no limit holds.
    ///
    /// gRPC: `omni.platform.v1.LimitsService/GetRateLimits`.
    /// REST: `GET /api/v1/limits`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::platform::v1::GetRateLimitsRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.platform().get_rate_limits(GetRateLimitsRequest {}).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_rate_limits(
        &self,
        request: impl IntoRequest<platform::v1::GetRateLimitsRequest>,
    ) -> Result<Response<platform::v1::GetRateLimitsResponse>, Error> {
        self.caller.unary("/omni.platform.v1.LimitsService/GetRateLimits", request.into_request()).await
    }

    /// GetSummary says which services the installation runs, their versions and how long it has been up.
    ///
    /// Callers need `platform.summary.read`.
    ///
    /// gRPC: `omni.platform.v1.PlatformService/GetSummary`.
    /// REST: `GET /api/v1/omni/summary`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::platform::v1::GetSummaryRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.platform().get_summary(GetSummaryRequest {}).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_summary(
        &self,
        request: impl IntoRequest<platform::v1::GetSummaryRequest>,
    ) -> Result<Response<platform::v1::GetSummaryResponse>, Error> {
        self.caller.unary("/omni.platform.v1.PlatformService/GetSummary", request.into_request()).await
    }
}

/// `client.sso()`:
/// - [`claim_domain`](Self::claim_domain): ClaimDomain says that a domain is the tenant's, and returns the DNS record that proves it.
/// - [`complete_sso`](Self::complete_sso): CompleteSso ends a sign-in at the company: tokens, or a challenge when the person has a second factor here and the company's sign-in did not ask for one.
/// - [`create_connection`](Self::create_connection): CreateConnection connects the tenant to an identity provider of its company, by OpenID Connect or SAML 2.0.
/// - [`delete_connection`](Self::delete_connection): DeleteConnection removes a connection, and with it the sessions that it made and whom it knows.
/// - [`get_connection`](Self::get_connection): GetConnection returns a connection, without its secret.
/// - [`list_connections`](Self::list_connections): ListConnections lists the connections, the first made first.
/// - [`list_domains`](Self::list_domains): ListDomains lists the domains that the tenant claims, by name.
/// - [`release_domain`](Self::release_domain): ReleaseDomain gives a domain up.
/// - [`start_sso`](Self::start_sso): StartSso begins a sign-in at the company: the address to send the browser to, for 10 minutes.
/// - [`update_connection`](Self::update_connection): UpdateConnection changes a connection.
/// - [`verify_domain`](Self::verify_domain): VerifyDomain looks for the DNS record of a claimed domain.
#[derive(Debug, Clone)]
pub struct Sso {
    caller: Caller,
}

impl Sso {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// ClaimDomain says that a domain is the tenant's, and returns the DNS record that proves it.
    ///
    /// For people who are signed in and have `identity.sso.manage`. Claiming it again returns the same record. INVALID_ARGUMENT
    /// for what is no domain; RESOURCE_EXHAUSTED past 100 domains.
    ///
    /// gRPC: `omni.identity.v1.SsoService/ClaimDomain`.
    /// REST: `POST /api/v1/sso/domains`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.sso().claim_domain("example.com").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn claim_domain(
        &self,
        request: impl IntoRequest<identity::v1::ClaimDomainRequest>,
    ) -> Result<Response<identity::v1::ClaimDomainResponse>, Error> {
        self.caller.unary("/omni.identity.v1.SsoService/ClaimDomain", request.into_request()).await
    }

    /// CompleteSso ends a sign-in at the company: tokens, or a challenge when the person has a second factor here and the
    /// company's sign-in did not ask for one.
    ///
    /// Anybody may call it who has the code of the return_url, once, within a minute, and the verifier whose hash StartSso was
    /// given. UNAUTHENTICATED when either is wrong or the person may not sign in any more.
    ///
    /// gRPC: `omni.identity.v1.SsoService/CompleteSso`.
    /// REST: `POST /auth/sso/complete`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::CompleteSsoRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.sso().complete_sso(CompleteSsoRequest {
    ///     code: "omni_sso_7Qm2c4XvT0p9".into(),
    ///     code_verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn complete_sso(
        &self,
        request: impl IntoRequest<identity::v1::CompleteSsoRequest>,
    ) -> Result<Response<identity::v1::CompleteSsoResponse>, Error> {
        self.caller.unary("/omni.identity.v1.SsoService/CompleteSso", request.into_request()).await
    }

    /// CreateConnection connects the tenant to an identity provider of its company, by OpenID Connect or SAML 2.0.
    ///
    /// For people who are signed in and have `identity.sso.manage`. The answer names what the identity provider has to be told.
    /// INVALID_ARGUMENT for an address that is none; PERMISSION_DENIED when default_role grants more than the caller holds;
    /// FAILED_PRECONDITION for SAML on a server built without it; RESOURCE_EXHAUSTED past 20 connections.
    ///
    /// gRPC: `omni.identity.v1.SsoService/CreateConnection`.
    /// REST: `POST /api/v1/sso/connections`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::{CreateConnectionRequest, OidcSettings, create_connection_request};
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.sso().create_connection(CreateConnectionRequest {
    ///     display_name: "Acme".into(),
    ///     default_role: "developer".into(),
    ///     return_urls: vec!["https://app.example.com/signed-in".into()],
    ///     enabled: true,
    ///     protocol: Some(create_connection_request::Protocol::Oidc(OidcSettings {
    ///         issuer: "https://login.example.com".into(),
    ///         client_id: "omni".into(),
    ///         client_secret: "correct-horse-battery".into(),
    ///         ..Default::default()
    ///     })),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_connection(
        &self,
        request: impl IntoRequest<identity::v1::CreateConnectionRequest>,
    ) -> Result<Response<identity::v1::CreateConnectionResponse>, Error> {
        self.caller.unary("/omni.identity.v1.SsoService/CreateConnection", request.into_request()).await
    }

    /// DeleteConnection removes a connection, and with it the sessions that it made and whom it knows.
    ///
    /// For people who are signed in and have `identity.sso.manage`. People and memberships stay. NOT_FOUND when there is none.
    ///
    /// gRPC: `omni.identity.v1.SsoService/DeleteConnection`.
    /// REST: `DELETE /api/v1/sso/connections/{connection_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.sso().delete_connection("sso_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn delete_connection(
        &self,
        request: impl IntoRequest<identity::v1::DeleteConnectionRequest>,
    ) -> Result<Response<identity::v1::DeleteConnectionResponse>, Error> {
        self.caller.unary("/omni.identity.v1.SsoService/DeleteConnection", request.into_request()).await
    }

    /// GetConnection returns a connection, without its secret.
    ///
    /// Callers need `identity.sso.read`. NOT_FOUND when there is none.
    ///
    /// gRPC: `omni.identity.v1.SsoService/GetConnection`.
    /// REST: `GET /api/v1/sso/connections/{connection_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.sso().get_connection("sso_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_connection(
        &self,
        request: impl IntoRequest<identity::v1::GetConnectionRequest>,
    ) -> Result<Response<identity::v1::GetConnectionResponse>, Error> {
        self.caller.unary("/omni.identity.v1.SsoService/GetConnection", request.into_request()).await
    }

    /// ListConnections lists the connections, the first made first.
    ///
    /// Callers need `identity.sso.read`.
    ///
    /// gRPC: `omni.identity.v1.SsoService/ListConnections`.
    /// REST: `GET /api/v1/sso/connections`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::ListConnectionsRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.sso().list_connections(ListConnectionsRequest::default()).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list_connections(
        &self,
        request: impl IntoRequest<identity::v1::ListConnectionsRequest>,
    ) -> Result<Response<identity::v1::ListConnectionsResponse>, Error> {
        self.caller.unary("/omni.identity.v1.SsoService/ListConnections", request.into_request()).await
    }

    /// ListDomains lists the domains that the tenant claims, by name.
    ///
    /// Callers need `identity.sso.read`.
    ///
    /// gRPC: `omni.identity.v1.SsoService/ListDomains`.
    /// REST: `GET /api/v1/sso/domains`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::ListDomainsRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.sso().list_domains(ListDomainsRequest::default()).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list_domains(
        &self,
        request: impl IntoRequest<identity::v1::ListDomainsRequest>,
    ) -> Result<Response<identity::v1::ListDomainsResponse>, Error> {
        self.caller.unary("/omni.identity.v1.SsoService/ListDomains", request.into_request()).await
    }

    /// ReleaseDomain gives a domain up. People who were signed in by it before stay known to their connection.
    ///
    /// For people who are signed in and have `identity.sso.manage`. NOT_FOUND when it is not claimed.
    ///
    /// gRPC: `omni.identity.v1.SsoService/ReleaseDomain`.
    /// REST: `DELETE /api/v1/sso/domains/{domain}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.sso().release_domain("example.com").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn release_domain(
        &self,
        request: impl IntoRequest<identity::v1::ReleaseDomainRequest>,
    ) -> Result<Response<identity::v1::ReleaseDomainResponse>, Error> {
        self.caller.unary("/omni.identity.v1.SsoService/ReleaseDomain", request.into_request()).await
    }

    /// StartSso begins a sign-in at the company: the address to send the browser to, for 10 minutes.
    ///
    /// Anybody may call it, with an e-mail address, whose verified domain leads to the company's first connection, or with a
    /// connection. At the end the browser comes back to return_url with `code`, for CompleteSso, or with `error`. NOT_FOUND for
    /// whatever has no connection that is on; INVALID_ARGUMENT for a return_url that the connection does not list; UNAVAILABLE
    /// when the identity provider does not answer.
    ///
    /// gRPC: `omni.identity.v1.SsoService/StartSso`.
    /// REST: `POST /auth/sso/start`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::StartSsoRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.sso().start_sso(StartSsoRequest {
    ///     email: "ana@example.com".into(),
    ///     return_url: "http://127.0.0.1:8400/".into(),
    ///     code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".into(),
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn start_sso(
        &self,
        request: impl IntoRequest<identity::v1::StartSsoRequest>,
    ) -> Result<Response<identity::v1::StartSsoResponse>, Error> {
        self.caller.unary("/omni.identity.v1.SsoService/StartSso", request.into_request()).await
    }

    /// UpdateConnection changes a connection. Its protocol and its identity provider stay what they are.
    ///
    /// For people who are signed in and have `identity.sso.manage`. Whoever saves `oidc` or `saml` answers for it: it signs in
    /// nobody whose role grants more than the one who saved it held. NOT_FOUND when there is none; otherwise as
    /// CreateConnection.
    ///
    /// gRPC: `omni.identity.v1.SsoService/UpdateConnection`.
    /// REST: `PATCH /api/v1/sso/connections/{connection_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::UpdateConnectionRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.sso().update_connection(UpdateConnectionRequest {
    ///     connection_id: "sso_01k9z8v6m3e8qsb4x7n2h5d0ya".into(),
    ///     display_name: "Acme".into(),
    ///     update_mask: Some(omni_ai::prost_types::FieldMask { paths: vec!["display_name".into()] }),
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn update_connection(
        &self,
        request: impl IntoRequest<identity::v1::UpdateConnectionRequest>,
    ) -> Result<Response<identity::v1::UpdateConnectionResponse>, Error> {
        self.caller.unary("/omni.identity.v1.SsoService/UpdateConnection", request.into_request()).await
    }

    /// VerifyDomain looks for the DNS record of a claimed domain. From then on its connections vouch for addresses of it.
    ///
    /// For people who are signed in and have `identity.sso.manage`. FAILED_PRECONDITION when the record is not there, or when the
    /// domain is verified by another tenant; UNAVAILABLE when the DNS does not answer; NOT_FOUND when it is not claimed.
    ///
    /// gRPC: `omni.identity.v1.SsoService/VerifyDomain`.
    /// REST: `POST /api/v1/sso/domains/{domain}/verify`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.sso().verify_domain("example.com").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn verify_domain(
        &self,
        request: impl IntoRequest<identity::v1::VerifyDomainRequest>,
    ) -> Result<Response<identity::v1::VerifyDomainResponse>, Error> {
        self.caller.unary("/omni.identity.v1.SsoService/VerifyDomain", request.into_request()).await
    }
}

/// `client.team()`:
/// - [`accept_invitation`](Self::accept_invitation): AcceptInvitation makes the invited person a member, with an account if they have none.
/// - [`create_role`](Self::create_role): CreateRole makes a role of the tenant's own.
/// - [`delete_role`](Self::delete_role): DeleteRole removes a role of the tenant's own that no member and no invitation has.
/// - [`get_member`](Self::get_member): GetMember returns one member.
/// - [`get_role`](Self::get_role): GetRole returns a role, built in or the tenant's own.
/// - [`invite`](Self::invite): InviteMember mails an invitation to an address.
/// - [`join`](Self::join): JoinTeam makes the person who is signed in a member of the tenant that invited them.
/// - [`leave`](Self::leave): Leave ends the caller's own membership and their sessions in the tenant.
/// - [`list_invitations`](Self::list_invitations): ListInvitations lists the invitations that nobody accepted or revoked, the oldest first, expired ones too.
/// - [`list_members`](Self::list_members): ListMembers lists the members of the tenant, the first who joined Omni first.
/// - [`list_permissions`](Self::list_permissions): ListPermissions lists every permission that a role or a key can grant.
/// - [`list_roles`](Self::list_roles): ListRoles lists the built-in roles, then the tenant's own by name.
/// - [`remove_member`](Self::remove_member): RemoveMember ends a membership and the sessions of the person in the tenant.
/// - [`resend_invitation`](Self::resend_invitation): ResendInvitation mails an invitation anew, in the caller's name.
/// - [`revoke_invitation`](Self::revoke_invitation): RevokeInvitation takes an invitation back.
/// - [`update_member_role`](Self::update_member_role): UpdateMemberRole gives a member another role.
/// - [`update_role`](Self::update_role): UpdateRole changes what a role of the tenant's own grants.
#[derive(Debug, Clone)]
pub struct Team {
    caller: Caller,
}

impl Team {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// AcceptInvitation makes the invited person a member, with an account if they have none.
    ///
    /// Anybody who has the token of the mail may call it, once. A person with an account who belongs to a tenant signs in and
    /// calls JoinTeam: FAILED_PRECONDITION here. UNAUTHENTICATED when the token is unknown, used, revoked or expired, or the
    /// one who sent it may not give the role any more; RESOURCE_EXHAUSTED when the tier's `users` are full.
    ///
    /// gRPC: `omni.identity.v1.TeamService/AcceptInvitation`.
    /// REST: `POST /api/v1/team/invitations/accept`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::AcceptInvitationRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().accept_invitation(AcceptInvitationRequest {
    ///     token: "omni_invite_7Qm2c4XvT0p9".into(),
    ///     full_name: "Bor Zupan".into(),
    ///     password: "correct horse battery".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn accept_invitation(
        &self,
        request: impl IntoRequest<identity::v1::AcceptInvitationRequest>,
    ) -> Result<Response<identity::v1::AcceptInvitationResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/AcceptInvitation", request.into_request()).await
    }

    /// CreateRole makes a role of the tenant's own.
    ///
    /// For people who are signed in and have `identity.roles.manage`. INVALID_ARGUMENT names a permission that there is not,
    /// with the nearest; PERMISSION_DENIED when it grants more than the caller holds; ALREADY_EXISTS when the name is taken;
    /// RESOURCE_EXHAUSTED past 100 roles.
    ///
    /// gRPC: `omni.identity.v1.TeamService/CreateRole`.
    /// REST: `POST /api/v1/team/roles`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::CreateRoleRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().create_role(CreateRoleRequest {
    ///     name: "analyst".into(),
    ///     description: "Makes forecasts.".into(),
    ///     permissions: vec!["intelligence.*".into(), "platform.errors.read".into()],
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_role(
        &self,
        request: impl IntoRequest<identity::v1::CreateRoleRequest>,
    ) -> Result<Response<identity::v1::CreateRoleResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/CreateRole", request.into_request()).await
    }

    /// DeleteRole removes a role of the tenant's own that no member and no invitation has.
    ///
    /// For people who are signed in and have `identity.roles.manage`. FAILED_PRECONDITION for a built-in role and for one in
    /// use; PERMISSION_DENIED when it grants more than the caller holds; NOT_FOUND when there is none.
    ///
    /// gRPC: `omni.identity.v1.TeamService/DeleteRole`.
    /// REST: `DELETE /api/v1/team/roles/{name}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().delete_role("analyst").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn delete_role(
        &self,
        request: impl IntoRequest<identity::v1::DeleteRoleRequest>,
    ) -> Result<Response<identity::v1::DeleteRoleResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/DeleteRole", request.into_request()).await
    }

    /// GetMember returns one member.
    ///
    /// Callers need `identity.members.read`. NOT_FOUND when the person is no member.
    ///
    /// gRPC: `omni.identity.v1.TeamService/GetMember`.
    /// REST: `GET /api/v1/team/members/{user_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().get_member("usr_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_member(
        &self,
        request: impl IntoRequest<identity::v1::GetMemberRequest>,
    ) -> Result<Response<identity::v1::GetMemberResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/GetMember", request.into_request()).await
    }

    /// GetRole returns a role, built in or the tenant's own.
    ///
    /// Callers need `identity.roles.read`. NOT_FOUND when there is none.
    ///
    /// gRPC: `omni.identity.v1.TeamService/GetRole`.
    /// REST: `GET /api/v1/team/roles/{name}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().get_role("developer").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_role(
        &self,
        request: impl IntoRequest<identity::v1::GetRoleRequest>,
    ) -> Result<Response<identity::v1::GetRoleResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/GetRole", request.into_request()).await
    }

    /// InviteMember mails an invitation to an address. It holds for seven days, for the person of that address, once.
    ///
    /// For people who are signed in and have `identity.invitations.create`. PERMISSION_DENIED when the role grants more than
    /// the caller holds; RESOURCE_EXHAUSTED when members and invitations fill the tier's `users`; ALREADY_EXISTS when the
    /// address is a member's or has an invitation.
    ///
    /// gRPC: `omni.identity.v1.TeamService/InviteMember`.
    /// REST: `POST /api/v1/team/invitations`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::InviteMemberRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().invite(InviteMemberRequest {
    ///     email: "bor@example.com".into(),
    ///     role: "developer".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn invite(
        &self,
        request: impl IntoRequest<identity::v1::InviteMemberRequest>,
    ) -> Result<Response<identity::v1::InviteMemberResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/InviteMember", request.into_request()).await
    }

    /// JoinTeam makes the person who is signed in a member of the tenant that invited them. Their session stays where it is.
    ///
    /// For people who are signed in, whatever tenant to. UNAUTHENTICATED when the token is unknown, used, revoked, expired or
    /// for another address, or the one who sent it may not give the role any more; RESOURCE_EXHAUSTED when the tier's `users`
    /// are full; ALREADY_EXISTS when they are a member.
    ///
    /// gRPC: `omni.identity.v1.TeamService/JoinTeam`.
    /// REST: `POST /api/v1/team/join`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().join("omni_invite_7Qm2c4XvT0p9").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn join(
        &self,
        request: impl IntoRequest<identity::v1::JoinTeamRequest>,
    ) -> Result<Response<identity::v1::JoinTeamResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/JoinTeam", request.into_request()).await
    }

    /// Leave ends the caller's own membership and their sessions in the tenant.
    ///
    /// For people who are signed in. FAILED_PRECONDITION for the last owner.
    ///
    /// gRPC: `omni.identity.v1.TeamService/Leave`.
    /// REST: `POST /api/v1/team/leave`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::LeaveRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().leave(LeaveRequest {}).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn leave(
        &self,
        request: impl IntoRequest<identity::v1::LeaveRequest>,
    ) -> Result<Response<identity::v1::LeaveResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/Leave", request.into_request()).await
    }

    /// ListInvitations lists the invitations that nobody accepted or revoked, the oldest first, expired ones too.
    ///
    /// Callers need `identity.invitations.read`.
    ///
    /// gRPC: `omni.identity.v1.TeamService/ListInvitations`.
    /// REST: `GET /api/v1/team/invitations`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::ListInvitationsRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().list_invitations(ListInvitationsRequest::default()).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list_invitations(
        &self,
        request: impl IntoRequest<identity::v1::ListInvitationsRequest>,
    ) -> Result<Response<identity::v1::ListInvitationsResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/ListInvitations", request.into_request()).await
    }

    /// ListMembers lists the members of the tenant, the first who joined Omni first.
    ///
    /// Callers need `identity.members.read`.
    ///
    /// gRPC: `omni.identity.v1.TeamService/ListMembers`.
    /// REST: `GET /api/v1/team/members`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::ListMembersRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().list_members(ListMembersRequest::default()).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list_members(
        &self,
        request: impl IntoRequest<identity::v1::ListMembersRequest>,
    ) -> Result<Response<identity::v1::ListMembersResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/ListMembers", request.into_request()).await
    }

    /// ListPermissions lists every permission that a role or a key can grant.
    ///
    /// Callers need `identity.roles.read`.
    ///
    /// gRPC: `omni.identity.v1.TeamService/ListPermissions`.
    /// REST: `GET /api/v1/team/permissions`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::ListPermissionsRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().list_permissions(ListPermissionsRequest::default()).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list_permissions(
        &self,
        request: impl IntoRequest<identity::v1::ListPermissionsRequest>,
    ) -> Result<Response<identity::v1::ListPermissionsResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/ListPermissions", request.into_request()).await
    }

    /// ListRoles lists the built-in roles, then the tenant's own by name.
    ///
    /// Callers need `identity.roles.read`.
    ///
    /// gRPC: `omni.identity.v1.TeamService/ListRoles`.
    /// REST: `GET /api/v1/team/roles`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::ListRolesRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().list_roles(ListRolesRequest::default()).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list_roles(
        &self,
        request: impl IntoRequest<identity::v1::ListRolesRequest>,
    ) -> Result<Response<identity::v1::ListRolesResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/ListRoles", request.into_request()).await
    }

    /// RemoveMember ends a membership and the sessions of the person in the tenant. Every server goes by it within a second.
    /// API keys that the person made go on: `ListKeys` with the `created_by` of the person finds them.
    ///
    /// For people who are signed in and have `identity.members.remove`. PERMISSION_DENIED when the member holds more than the
    /// caller; FAILED_PRECONDITION for the last owner; NOT_FOUND when the person is no member.
    ///
    /// gRPC: `omni.identity.v1.TeamService/RemoveMember`.
    /// REST: `DELETE /api/v1/team/members/{user_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().remove_member("usr_01k9z8v6m3e8qsb4x7n2h5d0yb").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn remove_member(
        &self,
        request: impl IntoRequest<identity::v1::RemoveMemberRequest>,
    ) -> Result<Response<identity::v1::RemoveMemberResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/RemoveMember", request.into_request()).await
    }

    /// ResendInvitation mails an invitation anew, in the caller's name. The token before is void, and seven days begin again.
    ///
    /// For people who are signed in and have `identity.invitations.create`. PERMISSION_DENIED when the role grants more than
    /// the caller holds; RESOURCE_EXHAUSTED within a minute of the last mail; NOT_FOUND when there is none.
    ///
    /// gRPC: `omni.identity.v1.TeamService/ResendInvitation`.
    /// REST: `POST /api/v1/team/invitations/{invitation_id}/resend`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().resend_invitation("inv_01k9z8v6m3e8qsb4x7n2h5d0yc").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn resend_invitation(
        &self,
        request: impl IntoRequest<identity::v1::ResendInvitationRequest>,
    ) -> Result<Response<identity::v1::ResendInvitationResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/ResendInvitation", request.into_request()).await
    }

    /// RevokeInvitation takes an invitation back.
    ///
    /// For people who are signed in and have `identity.invitations.revoke`. NOT_FOUND when there is none.
    ///
    /// gRPC: `omni.identity.v1.TeamService/RevokeInvitation`.
    /// REST: `DELETE /api/v1/team/invitations/{invitation_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().revoke_invitation("inv_01k9z8v6m3e8qsb4x7n2h5d0yc").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn revoke_invitation(
        &self,
        request: impl IntoRequest<identity::v1::RevokeInvitationRequest>,
    ) -> Result<Response<identity::v1::RevokeInvitationResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/RevokeInvitation", request.into_request()).await
    }

    /// UpdateMemberRole gives a member another role. Every server goes by it within a second.
    ///
    /// For people who are signed in and have `identity.members.update`. PERMISSION_DENIED when the old or the new role grants
    /// more than the caller holds; FAILED_PRECONDITION when it would leave the tenant without an owner; NOT_FOUND when the
    /// person is no member.
    ///
    /// gRPC: `omni.identity.v1.TeamService/UpdateMemberRole`.
    /// REST: `PUT /api/v1/team/members/{user_id}/role`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::UpdateMemberRoleRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().update_member_role(UpdateMemberRoleRequest {
    ///     user_id: "usr_01k9z8v6m3e8qsb4x7n2h5d0yb".into(),
    ///     role: "developer".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn update_member_role(
        &self,
        request: impl IntoRequest<identity::v1::UpdateMemberRoleRequest>,
    ) -> Result<Response<identity::v1::UpdateMemberRoleResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/UpdateMemberRole", request.into_request()).await
    }

    /// UpdateRole changes what a role of the tenant's own grants. Every server goes by it within a second.
    ///
    /// For people who are signed in and have `identity.roles.manage`. Built-in roles stay as they are: FAILED_PRECONDITION.
    /// PERMISSION_DENIED when it grants more than the caller holds, before or after; NOT_FOUND when there is none.
    ///
    /// gRPC: `omni.identity.v1.TeamService/UpdateRole`.
    /// REST: `PATCH /api/v1/team/roles/{name}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::identity::v1::UpdateRoleRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.team().update_role(UpdateRoleRequest {
    ///     name: "analyst".into(),
    ///     permissions: vec!["intelligence.forecasts.create".into(), "platform.errors.read".into()],
    ///     update_mask: Some(omni_ai::prost_types::FieldMask { paths: vec!["permissions".into()] }),
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn update_role(
        &self,
        request: impl IntoRequest<identity::v1::UpdateRoleRequest>,
    ) -> Result<Response<identity::v1::UpdateRoleResponse>, Error> {
        self.caller.unary("/omni.identity.v1.TeamService/UpdateRole", request.into_request()).await
    }
}

/// `client.tenants()`:
/// - [`cancel`](Self::cancel): CancelTenant ends the service of a tenant, within a second and for good.
/// - [`create`](Self::create): CreateTenant makes a tenant, and invites its first owner when it is told their address.
/// - [`get`](Self::get): GetTenant returns a tenant.
/// - [`get_features`](Self::get_features): GetFeatures says what a tenant may use, and how much, and whether that comes from its tier or from an override.
/// - [`get_usage`](Self::get_usage): GetUsage says what a tenant has used in the running periods, in the caller's environment.
/// - [`list`](Self::list): ListTenants lists the tenants of the installation, the oldest first.
/// - [`remove_entitlement`](Self::remove_entitlement): RemoveEntitlement takes an override back; the tier's entitlement holds again.
/// - [`resume`](Self::resume): ResumeTenant ends a suspension.
/// - [`set_entitlement`](Self::set_entitlement): SetEntitlement gives a tenant another entitlement than its tier's, until it is removed; a change of tier leaves it.
/// - [`suspend`](Self::suspend): SuspendTenant leaves a tenant its reads and exports, and nothing that changes anything, within a second.
/// - [`update`](Self::update): UpdateTenant changes the name and the metadata of a tenant.
/// - [`upgrade`](Self::upgrade): UpgradeTenant moves a tenant to another tier of the catalogue, up or down.
#[derive(Debug, Clone)]
pub struct Tenants {
    caller: Caller,
}

impl Tenants {
    /// The same calls with these options.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.caller.set_options(options);
        self
    }

    /// CancelTenant ends the service of a tenant, within a second and for good. Its data stays until it is erased.
    ///
    /// Only for the operator of the installation, with `tenant.tenants.cancel`. The operator's own tenant cannot be
    /// cancelled: FAILED_PRECONDITION.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/CancelTenant`.
    /// REST: `POST /api/v1/tenants/{tenant_id}/cancel`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().cancel("ten_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn cancel(
        &self,
        request: impl IntoRequest<tenant::v1::CancelTenantRequest>,
    ) -> Result<Response<tenant::v1::CancelTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/CancelTenant", request.into_request()).await
    }

    /// CreateTenant makes a tenant, and invites its first owner when it is told their address.
    ///
    /// Only for the operator of the installation, with `tenant.tenants.create`. A tier that is not in the catalogue is
    /// INVALID_ARGUMENT.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/CreateTenant`.
    /// REST: `POST /api/v1/tenants`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::CreateTenantRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().create(CreateTenantRequest {
    ///     name: "Acme".into(),
    ///     subscription_tier: "pro".into(),
    ///     metadata: [("crm".into(), "4711".into())].into(),
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create(
        &self,
        request: impl IntoRequest<tenant::v1::CreateTenantRequest>,
    ) -> Result<Response<tenant::v1::CreateTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/CreateTenant", request.into_request()).await
    }

    /// GetTenant returns a tenant.
    ///
    /// Callers need `tenant.tenants.read`. The tenant is the caller's own; the operator of the installation may name any.
    /// A tenant that is not there, or that the caller may not see, is NOT_FOUND.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/GetTenant`.
    /// REST: `GET /api/v1/tenants/{tenant_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().get("ten_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get(
        &self,
        request: impl IntoRequest<tenant::v1::GetTenantRequest>,
    ) -> Result<Response<tenant::v1::GetTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/GetTenant", request.into_request()).await
    }

    /// GetFeatures says what a tenant may use, and how much, and whether that comes from its tier or from an override.
    ///
    /// Callers need `tenant.entitlements.read`. The tenant is the caller's own; the operator of the installation may name any.
    /// A tenant that is not there, or that the caller may not see, is NOT_FOUND.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/GetFeatures`.
    /// REST: `GET /api/v1/tenants/{tenant_id}/features`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().get_features("ten_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_features(
        &self,
        request: impl IntoRequest<tenant::v1::GetFeaturesRequest>,
    ) -> Result<Response<tenant::v1::GetFeaturesResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/GetFeatures", request.into_request()).await
    }

    /// GetUsage says what a tenant has used in the running periods, in the caller's environment.
    ///
    /// Callers need `tenant.usage.read`. The tenant is the caller's own; the operator of the installation may name any. What another
    /// server has counted in the last second may be missing, and what it has set aside for itself counts as used.
    /// A tenant that is not there, or that the caller may not see, is NOT_FOUND.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/GetUsage`.
    /// REST: `GET /api/v1/tenants/{tenant_id}/usage`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().get_usage("ten_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn get_usage(
        &self,
        request: impl IntoRequest<tenant::v1::GetUsageRequest>,
    ) -> Result<Response<tenant::v1::GetUsageResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/GetUsage", request.into_request()).await
    }

    /// ListTenants lists the tenants of the installation, the oldest first.
    ///
    /// Only for the operator of the installation, with `tenant.tenants.list`.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/ListTenants`.
    /// REST: `GET /api/v1/tenants`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::ListTenantsRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().list(ListTenantsRequest {
    ///     page_size: 50,
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list(
        &self,
        request: impl IntoRequest<tenant::v1::ListTenantsRequest>,
    ) -> Result<Response<tenant::v1::ListTenantsResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/ListTenants", request.into_request()).await
    }

    /// RemoveEntitlement takes an override back; the tier's entitlement holds again. Removing what is not there changes nothing.
    ///
    /// Only for the operator of the installation, with `tenant.entitlements.set`.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/RemoveEntitlement`.
    /// REST: `DELETE /api/v1/tenants/{tenant_id}/entitlements/{name}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::RemoveEntitlementRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().remove_entitlement(RemoveEntitlementRequest {
    ///     tenant_id: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya".into(),
    ///     name: "calls".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn remove_entitlement(
        &self,
        request: impl IntoRequest<tenant::v1::RemoveEntitlementRequest>,
    ) -> Result<Response<tenant::v1::RemoveEntitlementResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/RemoveEntitlement", request.into_request()).await
    }

    /// ResumeTenant ends a suspension.
    ///
    /// Only for the operator of the installation, with `tenant.tenants.resume`. One that is cancelled stays so: FAILED_PRECONDITION.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/ResumeTenant`.
    /// REST: `POST /api/v1/tenants/{tenant_id}/resume`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().resume("ten_01k9z8v6m3e8qsb4x7n2h5d0ya").await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn resume(
        &self,
        request: impl IntoRequest<tenant::v1::ResumeTenantRequest>,
    ) -> Result<Response<tenant::v1::ResumeTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/ResumeTenant", request.into_request()).await
    }

    /// SetEntitlement gives a tenant another entitlement than its tier's, until it is removed; a change of tier leaves it.
    ///
    /// Only for the operator of the installation, with `tenant.entitlements.set`. A name that the catalogue does not
    /// know is INVALID_ARGUMENT, and so is a value that does not fit what the name stands for.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/SetEntitlement`.
    /// REST: `PUT /api/v1/tenants/{tenant_id}/entitlements/{name}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::{QuotaPeriod, SetEntitlementRequest};
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().set_entitlement(SetEntitlementRequest {
    ///     tenant_id: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya".into(),
    ///     name: "calls".into(),
    ///     limit: Some(50000.0),
    ///     period: QuotaPeriod::Day.into(),
    ///     reason: "contract of 2026-01".into(),
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn set_entitlement(
        &self,
        request: impl IntoRequest<tenant::v1::SetEntitlementRequest>,
    ) -> Result<Response<tenant::v1::SetEntitlementResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/SetEntitlement", request.into_request()).await
    }

    /// SuspendTenant leaves a tenant its reads and exports, and nothing that changes anything, within a second.
    ///
    /// Only for the operator of the installation, with `tenant.tenants.suspend`. The operator's own tenant cannot be
    /// suspended, nor one that is cancelled: FAILED_PRECONDITION.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/SuspendTenant`.
    /// REST: `POST /api/v1/tenants/{tenant_id}/suspend`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::SuspendTenantRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().suspend(SuspendTenantRequest {
    ///     tenant_id: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya".into(),
    ///     reason: "unpaid since March".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn suspend(
        &self,
        request: impl IntoRequest<tenant::v1::SuspendTenantRequest>,
    ) -> Result<Response<tenant::v1::SuspendTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/SuspendTenant", request.into_request()).await
    }

    /// UpdateTenant changes the name and the metadata of a tenant.
    ///
    /// Callers need `tenant.tenants.update`. The tenant is the caller's own; the operator of the installation may name any. Without an
    /// `update_mask` the fields that are set are changed. With an `etag` that is not the tenant's it is ABORTED: read again.
    /// A tenant that is not there, or that the caller may not see, is NOT_FOUND.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/UpdateTenant`.
    /// REST: `PUT /api/v1/tenants/{tenant_id}`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::UpdateTenantRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().update(UpdateTenantRequest {
    ///     tenant_id: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya".into(),
    ///     name: "Acme GmbH".into(),
    ///     update_mask: vec!["name".into()],
    ///     ..Default::default()
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn update(
        &self,
        request: impl IntoRequest<tenant::v1::UpdateTenantRequest>,
    ) -> Result<Response<tenant::v1::UpdateTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/UpdateTenant", request.into_request()).await
    }

    /// UpgradeTenant moves a tenant to another tier of the catalogue, up or down. Its overrides stay. A trial ends with it.
    ///
    /// Callers need `tenant.tenants.upgrade`. The tenant is the caller's own; the operator of the installation may name any.
    /// A tier that is not in the catalogue is INVALID_ARGUMENT; one that tenants do not choose by themselves is
    /// PERMISSION_DENIED but for the operator; one whose limits the tenant already exceeds is FAILED_PRECONDITION.
    /// A tenant that is not there, or that the caller may not see, is NOT_FOUND.
    ///
    /// gRPC: `omni.tenant.v1.TenantService/UpgradeTenant`.
    /// REST: `POST /api/v1/tenants/{tenant_id}/upgrade`.
    ///
    /// # Errors
    /// [`Error`].
    ///
    /// # Example
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), omni_ai::Error> {
    /// use omni_ai::tenant::v1::UpgradeTenantRequest;
    ///
    /// # let client = omni_ai::OmniClient::builder().mock_mode(true).build()?;
    /// let answer = client.tenants().upgrade(UpgradeTenantRequest {
    ///     tenant_id: "ten_01k9z8v6m3e8qsb4x7n2h5d0ya".into(),
    ///     subscription_tier: "pro".into(),
    /// }).await?;
    /// println!("{answer:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn upgrade(
        &self,
        request: impl IntoRequest<tenant::v1::UpgradeTenantRequest>,
    ) -> Result<Response<tenant::v1::UpgradeTenantResponse>, Error> {
        self.caller.unary("/omni.tenant.v1.TenantService/UpgradeTenant", request.into_request()).await
    }
}

/// The request with this `token`.
impl IntoRequest<identity::v1::VerifyEmailRequest> for &str {
    fn into_request(self) -> identity::v1::VerifyEmailRequest {
        identity::v1::VerifyEmailRequest { token: self.to_owned() }
    }
}

/// The request with this `token`.
impl IntoRequest<identity::v1::VerifyEmailRequest> for String {
    fn into_request(self) -> identity::v1::VerifyEmailRequest {
        identity::v1::VerifyEmailRequest { token: self }
    }
}

/// The request with this `refresh_token`.
impl IntoRequest<identity::v1::RefreshRequest> for &str {
    fn into_request(self) -> identity::v1::RefreshRequest {
        identity::v1::RefreshRequest { refresh_token: self.to_owned() }
    }
}

/// The request with this `refresh_token`.
impl IntoRequest<identity::v1::RefreshRequest> for String {
    fn into_request(self) -> identity::v1::RefreshRequest {
        identity::v1::RefreshRequest { refresh_token: self }
    }
}

/// The request with this `email`.
impl IntoRequest<identity::v1::RequestPasswordResetRequest> for &str {
    fn into_request(self) -> identity::v1::RequestPasswordResetRequest {
        identity::v1::RequestPasswordResetRequest { email: self.to_owned() }
    }
}

/// The request with this `email`.
impl IntoRequest<identity::v1::RequestPasswordResetRequest> for String {
    fn into_request(self) -> identity::v1::RequestPasswordResetRequest {
        identity::v1::RequestPasswordResetRequest { email: self }
    }
}

/// The request with this `session_id`.
impl IntoRequest<identity::v1::RevokeSessionRequest> for &str {
    fn into_request(self) -> identity::v1::RevokeSessionRequest {
        identity::v1::RevokeSessionRequest { session_id: self.to_owned() }
    }
}

/// The request with this `session_id`.
impl IntoRequest<identity::v1::RevokeSessionRequest> for String {
    fn into_request(self) -> identity::v1::RevokeSessionRequest {
        identity::v1::RevokeSessionRequest { session_id: self }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<identity::v1::SwitchTenantRequest> for &str {
    fn into_request(self) -> identity::v1::SwitchTenantRequest {
        identity::v1::SwitchTenantRequest { tenant_id: self.to_owned() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<identity::v1::SwitchTenantRequest> for String {
    fn into_request(self) -> identity::v1::SwitchTenantRequest {
        identity::v1::SwitchTenantRequest { tenant_id: self }
    }
}

/// The request with this `code`.
impl IntoRequest<identity::v1::ConfirmTotpRequest> for &str {
    fn into_request(self) -> identity::v1::ConfirmTotpRequest {
        identity::v1::ConfirmTotpRequest { code: self.to_owned() }
    }
}

/// The request with this `code`.
impl IntoRequest<identity::v1::ConfirmTotpRequest> for String {
    fn into_request(self) -> identity::v1::ConfirmTotpRequest {
        identity::v1::ConfirmTotpRequest { code: self }
    }
}

/// The request with this `connection_id`.
impl IntoRequest<identity::v1::GetConnectionRequest> for &str {
    fn into_request(self) -> identity::v1::GetConnectionRequest {
        identity::v1::GetConnectionRequest { connection_id: self.to_owned() }
    }
}

/// The request with this `connection_id`.
impl IntoRequest<identity::v1::GetConnectionRequest> for String {
    fn into_request(self) -> identity::v1::GetConnectionRequest {
        identity::v1::GetConnectionRequest { connection_id: self }
    }
}

/// The request with this `connection_id`.
impl IntoRequest<identity::v1::UpdateConnectionRequest> for &str {
    fn into_request(self) -> identity::v1::UpdateConnectionRequest {
        identity::v1::UpdateConnectionRequest { connection_id: self.to_owned(), ..Default::default() }
    }
}

/// The request with this `connection_id`.
impl IntoRequest<identity::v1::UpdateConnectionRequest> for String {
    fn into_request(self) -> identity::v1::UpdateConnectionRequest {
        identity::v1::UpdateConnectionRequest { connection_id: self, ..Default::default() }
    }
}

/// The request with this `connection_id`.
impl IntoRequest<identity::v1::DeleteConnectionRequest> for &str {
    fn into_request(self) -> identity::v1::DeleteConnectionRequest {
        identity::v1::DeleteConnectionRequest { connection_id: self.to_owned() }
    }
}

/// The request with this `connection_id`.
impl IntoRequest<identity::v1::DeleteConnectionRequest> for String {
    fn into_request(self) -> identity::v1::DeleteConnectionRequest {
        identity::v1::DeleteConnectionRequest { connection_id: self }
    }
}

/// The request with this `domain`.
impl IntoRequest<identity::v1::ClaimDomainRequest> for &str {
    fn into_request(self) -> identity::v1::ClaimDomainRequest {
        identity::v1::ClaimDomainRequest { domain: self.to_owned() }
    }
}

/// The request with this `domain`.
impl IntoRequest<identity::v1::ClaimDomainRequest> for String {
    fn into_request(self) -> identity::v1::ClaimDomainRequest {
        identity::v1::ClaimDomainRequest { domain: self }
    }
}

/// The request with this `domain`.
impl IntoRequest<identity::v1::VerifyDomainRequest> for &str {
    fn into_request(self) -> identity::v1::VerifyDomainRequest {
        identity::v1::VerifyDomainRequest { domain: self.to_owned() }
    }
}

/// The request with this `domain`.
impl IntoRequest<identity::v1::VerifyDomainRequest> for String {
    fn into_request(self) -> identity::v1::VerifyDomainRequest {
        identity::v1::VerifyDomainRequest { domain: self }
    }
}

/// The request with this `domain`.
impl IntoRequest<identity::v1::ReleaseDomainRequest> for &str {
    fn into_request(self) -> identity::v1::ReleaseDomainRequest {
        identity::v1::ReleaseDomainRequest { domain: self.to_owned() }
    }
}

/// The request with this `domain`.
impl IntoRequest<identity::v1::ReleaseDomainRequest> for String {
    fn into_request(self) -> identity::v1::ReleaseDomainRequest {
        identity::v1::ReleaseDomainRequest { domain: self }
    }
}

/// The request with this `user_id`.
impl IntoRequest<identity::v1::GetMemberRequest> for &str {
    fn into_request(self) -> identity::v1::GetMemberRequest {
        identity::v1::GetMemberRequest { user_id: self.to_owned() }
    }
}

/// The request with this `user_id`.
impl IntoRequest<identity::v1::GetMemberRequest> for String {
    fn into_request(self) -> identity::v1::GetMemberRequest {
        identity::v1::GetMemberRequest { user_id: self }
    }
}

/// The request with this `user_id`.
impl IntoRequest<identity::v1::RemoveMemberRequest> for &str {
    fn into_request(self) -> identity::v1::RemoveMemberRequest {
        identity::v1::RemoveMemberRequest { user_id: self.to_owned() }
    }
}

/// The request with this `user_id`.
impl IntoRequest<identity::v1::RemoveMemberRequest> for String {
    fn into_request(self) -> identity::v1::RemoveMemberRequest {
        identity::v1::RemoveMemberRequest { user_id: self }
    }
}

/// The request with this `invitation_id`.
impl IntoRequest<identity::v1::RevokeInvitationRequest> for &str {
    fn into_request(self) -> identity::v1::RevokeInvitationRequest {
        identity::v1::RevokeInvitationRequest { invitation_id: self.to_owned() }
    }
}

/// The request with this `invitation_id`.
impl IntoRequest<identity::v1::RevokeInvitationRequest> for String {
    fn into_request(self) -> identity::v1::RevokeInvitationRequest {
        identity::v1::RevokeInvitationRequest { invitation_id: self }
    }
}

/// The request with this `invitation_id`.
impl IntoRequest<identity::v1::ResendInvitationRequest> for &str {
    fn into_request(self) -> identity::v1::ResendInvitationRequest {
        identity::v1::ResendInvitationRequest { invitation_id: self.to_owned() }
    }
}

/// The request with this `invitation_id`.
impl IntoRequest<identity::v1::ResendInvitationRequest> for String {
    fn into_request(self) -> identity::v1::ResendInvitationRequest {
        identity::v1::ResendInvitationRequest { invitation_id: self }
    }
}

/// The request with this `token`.
impl IntoRequest<identity::v1::JoinTeamRequest> for &str {
    fn into_request(self) -> identity::v1::JoinTeamRequest {
        identity::v1::JoinTeamRequest { token: self.to_owned() }
    }
}

/// The request with this `token`.
impl IntoRequest<identity::v1::JoinTeamRequest> for String {
    fn into_request(self) -> identity::v1::JoinTeamRequest {
        identity::v1::JoinTeamRequest { token: self }
    }
}

/// The request with this `name`.
impl IntoRequest<identity::v1::GetRoleRequest> for &str {
    fn into_request(self) -> identity::v1::GetRoleRequest {
        identity::v1::GetRoleRequest { name: self.to_owned() }
    }
}

/// The request with this `name`.
impl IntoRequest<identity::v1::GetRoleRequest> for String {
    fn into_request(self) -> identity::v1::GetRoleRequest {
        identity::v1::GetRoleRequest { name: self }
    }
}

/// The request with this `name`.
impl IntoRequest<identity::v1::UpdateRoleRequest> for &str {
    fn into_request(self) -> identity::v1::UpdateRoleRequest {
        identity::v1::UpdateRoleRequest { name: self.to_owned(), ..Default::default() }
    }
}

/// The request with this `name`.
impl IntoRequest<identity::v1::UpdateRoleRequest> for String {
    fn into_request(self) -> identity::v1::UpdateRoleRequest {
        identity::v1::UpdateRoleRequest { name: self, ..Default::default() }
    }
}

/// The request with this `name`.
impl IntoRequest<identity::v1::DeleteRoleRequest> for &str {
    fn into_request(self) -> identity::v1::DeleteRoleRequest {
        identity::v1::DeleteRoleRequest { name: self.to_owned() }
    }
}

/// The request with this `name`.
impl IntoRequest<identity::v1::DeleteRoleRequest> for String {
    fn into_request(self) -> identity::v1::DeleteRoleRequest {
        identity::v1::DeleteRoleRequest { name: self }
    }
}

/// The request with this `key_id`.
impl IntoRequest<keys::v1::GetKeyRequest> for &str {
    fn into_request(self) -> keys::v1::GetKeyRequest {
        keys::v1::GetKeyRequest { key_id: self.to_owned() }
    }
}

/// The request with this `key_id`.
impl IntoRequest<keys::v1::GetKeyRequest> for String {
    fn into_request(self) -> keys::v1::GetKeyRequest {
        keys::v1::GetKeyRequest { key_id: self }
    }
}

/// The request with this `key_id`.
impl IntoRequest<keys::v1::RotateKeyRequest> for &str {
    fn into_request(self) -> keys::v1::RotateKeyRequest {
        keys::v1::RotateKeyRequest { key_id: self.to_owned(), ..Default::default() }
    }
}

/// The request with this `key_id`.
impl IntoRequest<keys::v1::RotateKeyRequest> for String {
    fn into_request(self) -> keys::v1::RotateKeyRequest {
        keys::v1::RotateKeyRequest { key_id: self, ..Default::default() }
    }
}

/// The request with this `key_id`.
impl IntoRequest<keys::v1::RevokeKeyRequest> for &str {
    fn into_request(self) -> keys::v1::RevokeKeyRequest {
        keys::v1::RevokeKeyRequest { key_id: self.to_owned() }
    }
}

/// The request with this `key_id`.
impl IntoRequest<keys::v1::RevokeKeyRequest> for String {
    fn into_request(self) -> keys::v1::RevokeKeyRequest {
        keys::v1::RevokeKeyRequest { key_id: self }
    }
}

/// The request with this `method`.
impl IntoRequest<platform::v1::PurgeCacheRequest> for &str {
    fn into_request(self) -> platform::v1::PurgeCacheRequest {
        platform::v1::PurgeCacheRequest { method: self.to_owned() }
    }
}

/// The request with this `method`.
impl IntoRequest<platform::v1::PurgeCacheRequest> for String {
    fn into_request(self) -> platform::v1::PurgeCacheRequest {
        platform::v1::PurgeCacheRequest { method: self }
    }
}

/// The request with this `failed_request_id`.
impl IntoRequest<platform::v1::GetErrorRequest> for &str {
    fn into_request(self) -> platform::v1::GetErrorRequest {
        platform::v1::GetErrorRequest { failed_request_id: self.to_owned() }
    }
}

/// The request with this `failed_request_id`.
impl IntoRequest<platform::v1::GetErrorRequest> for String {
    fn into_request(self) -> platform::v1::GetErrorRequest {
        platform::v1::GetErrorRequest { failed_request_id: self }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::GetTenantRequest> for &str {
    fn into_request(self) -> tenant::v1::GetTenantRequest {
        tenant::v1::GetTenantRequest { tenant_id: self.to_owned() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::GetTenantRequest> for String {
    fn into_request(self) -> tenant::v1::GetTenantRequest {
        tenant::v1::GetTenantRequest { tenant_id: self }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::UpdateTenantRequest> for &str {
    fn into_request(self) -> tenant::v1::UpdateTenantRequest {
        tenant::v1::UpdateTenantRequest { tenant_id: self.to_owned(), ..Default::default() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::UpdateTenantRequest> for String {
    fn into_request(self) -> tenant::v1::UpdateTenantRequest {
        tenant::v1::UpdateTenantRequest { tenant_id: self, ..Default::default() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::SuspendTenantRequest> for &str {
    fn into_request(self) -> tenant::v1::SuspendTenantRequest {
        tenant::v1::SuspendTenantRequest { tenant_id: self.to_owned(), ..Default::default() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::SuspendTenantRequest> for String {
    fn into_request(self) -> tenant::v1::SuspendTenantRequest {
        tenant::v1::SuspendTenantRequest { tenant_id: self, ..Default::default() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::ResumeTenantRequest> for &str {
    fn into_request(self) -> tenant::v1::ResumeTenantRequest {
        tenant::v1::ResumeTenantRequest { tenant_id: self.to_owned() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::ResumeTenantRequest> for String {
    fn into_request(self) -> tenant::v1::ResumeTenantRequest {
        tenant::v1::ResumeTenantRequest { tenant_id: self }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::CancelTenantRequest> for &str {
    fn into_request(self) -> tenant::v1::CancelTenantRequest {
        tenant::v1::CancelTenantRequest { tenant_id: self.to_owned() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::CancelTenantRequest> for String {
    fn into_request(self) -> tenant::v1::CancelTenantRequest {
        tenant::v1::CancelTenantRequest { tenant_id: self }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::GetFeaturesRequest> for &str {
    fn into_request(self) -> tenant::v1::GetFeaturesRequest {
        tenant::v1::GetFeaturesRequest { tenant_id: self.to_owned() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::GetFeaturesRequest> for String {
    fn into_request(self) -> tenant::v1::GetFeaturesRequest {
        tenant::v1::GetFeaturesRequest { tenant_id: self }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::GetUsageRequest> for &str {
    fn into_request(self) -> tenant::v1::GetUsageRequest {
        tenant::v1::GetUsageRequest { tenant_id: self.to_owned() }
    }
}

/// The request with this `tenant_id`.
impl IntoRequest<tenant::v1::GetUsageRequest> for String {
    fn into_request(self) -> tenant::v1::GetUsageRequest {
        tenant::v1::GetUsageRequest { tenant_id: self }
    }
}
