//! How a sign-in ends: the app trades its code for tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use omni_kernel::effects::AnonymousBegun;
use omni_kernel::{Ctx, Error, Secret, TenantId, UserId};
use prost::Message;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use tonic::Response;

use super::callback::Grant;
use super::error::code_invalid;
use super::model::ConnectionId;
use super::{Inner, live};
use crate::crypto::token::Kind;
use crate::model::{Proof, SignIn};
use crate::store::people;

impl Inner {
    pub(super) async fn complete<M: Message + Default>(
        &self,
        ctx: &Ctx,
        code: &Secret,
        verifier: &Secret,
        answer: impl FnOnce(SignIn) -> M,
    ) -> Result<Response<M>, Error> {
        let inner = &self.identity.0;
        let signer = self.identity.signer().await?;
        let mut effect = match self.identity.token_effects().begin_anonymous(ctx).await? {
            AnonymousBegun::Replay(answer) => return Ok(answer),
            AnonymousBegun::New(effect) => effect,
        };
        let grant: Option<Grant> = inner.take_once(effect.tx().raw(), Kind::Sso, code).await?;
        let grant = grant.ok_or_else(code_invalid)?;
        if !fits(verifier, &grant.challenge) {
            drop(effect);
            return Err(self.burn(code).await?);
        }
        let (user, tenant) = (UserId::from_uuid(grant.user), TenantId::from_uuid(grant.tenant));
        let connection = ConnectionId::from_uuid(grant.connection);
        let mut effect = effect.enter_user(user).await?.enter(live(tenant)).await?;
        if !inner.still_in(effect.tx(), user, Some(connection)).await? {
            return Err(code_invalid());
        }
        let proof = Proof::of_connection(connection, grant.mfa, grant.until);
        let email =
            people::person(effect.tx().raw(), self.effects().vault(), user).await?.map(|person| person.email);
        let email = email.unwrap_or_default();
        let outcome = inner.conclude(&mut effect, user, proof, &email, &signer).await?;
        effect.commit(answer(outcome)).await
    }

    /// Has a code end that somebody showed with a wrong verifier.
    async fn burn(&self, code: &Secret) -> Result<Error, Error> {
        let mut tx = self.effects().database().begin_unscoped().await?;
        let _: Option<Grant> = self.identity.0.take_once(tx.raw(), Kind::Sso, code).await?;
        tx.commit().await?;
        Ok(code_invalid())
    }
}

/// Whether the challenge is the hash of the verifier (RFC 7636, section 4.6).
fn fits(verifier: &Secret, challenge: &str) -> bool {
    let hash = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose().as_bytes()));
    // RFC 7636, section 4.1: shorter ones can be guessed.
    (43..=128).contains(&verifier.expose().len()) && bool::from(hash.as_bytes().ct_eq(challenge.as_bytes()))
}
