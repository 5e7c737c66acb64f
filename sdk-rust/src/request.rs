/// What a method takes as its request: the request itself or, where it has one main field, that field.
pub trait IntoRequest<R> {
    /// The request.
    fn into_request(self) -> R;
}

impl<R: prost::Message> IntoRequest<R> for R {
    fn into_request(self) -> R {
        self
    }
}

/// The tokens of a person: as a sign-in gives them, or as they were kept.
pub trait IntoTokens {
    /// The two texts.
    fn into_tokens(self) -> omni_client_core::Tokens;
}

impl IntoTokens for omni_client_core::Tokens {
    fn into_tokens(self) -> omni_client_core::Tokens {
        self
    }
}

impl IntoTokens for omni_proto_identity::v1::Tokens {
    fn into_tokens(self) -> omni_client_core::Tokens {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        omni_client_core::Tokens {
            access_token: some(self.access_token),
            refresh_token: some(self.refresh_token),
        }
    }
}

impl IntoTokens for &omni_proto_identity::v1::Tokens {
    fn into_tokens(self) -> omni_client_core::Tokens {
        self.clone().into_tokens()
    }
}
