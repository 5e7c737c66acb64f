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
