// Written by omni-gen from the contracts; do not edit. `make gen` writes it again.

use omni_client_core::{CallOptions, Error};

use crate::answer::{ItemStream, Response};
use crate::client::{Caller, OmniClient};
use crate::request::IntoRequest;

#[doc(inline)]
pub use omni_proto_identity as identity;
#[doc(inline)]
pub use omni_proto_intelligence as intelligence;
#[doc(inline)]
pub use omni_proto_platform as platform;

impl OmniClient {
    /// The calls of [`Auth`].
    pub fn auth(&self) -> Auth {
        Auth { caller: self.caller().clone() }
    }

    /// The calls of [`Intelligence`].
    pub fn intelligence(&self) -> Intelligence {
        Intelligence { caller: self.caller().clone() }
    }

    /// The calls of [`Ml`].
    pub fn ml(&self) -> Ml {
        Ml { caller: self.caller().clone() }
    }

    /// The calls of [`Platform`].
    pub fn platform(&self) -> Platform {
        Platform { caller: self.caller().clone() }
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
    /// For people who are signed in. FAILED_PRECONDITION when one is in use already.
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
    /// let answer = client.auth().enrol_totp(EnrolTotpRequest {}).await?;
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
    ///     time_series: vec![100.0, 120.0, 145.0, 160.0],
    ///     forecast_steps: 3,
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
    ///         time_series: vec![100.0, 120.0, 145.0, 160.0],
    ///         forecast_steps: 3,
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
    ///         time_series: vec![100.0, 120.0, 145.0, 160.0],
    ///         forecast_steps: 3,
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
    ///     time_series: vec![100.0, 120.0, 145.0, 160.0],
    ///     forecast_steps: 3,
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
