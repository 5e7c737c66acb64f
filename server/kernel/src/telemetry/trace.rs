//! W3C Trace Context (<https://www.w3.org/TR/trace-context/>): which trace a request belongs to.

use std::str::FromStr;
use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::trace::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};

use crate::rng::Rng;

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");

/// The place of one span in a trace that may cross many servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceContext {
    trace_id: u128,
    span_id: u64,
    sampled: bool,
    /// What other vendors say of the trace; handed on as it came.
    state: Option<Arc<str>>,
}

impl TraceContext {
    /// A new trace.
    pub fn root(rng: &Rng) -> Self {
        // All zeros is no id.
        let trace_id = u128::from_be_bytes(rng.bytes()).max(1);
        Self { trace_id, span_id: new_span_id(rng), sampled: false, state: None }
    }

    /// The next span of the same trace.
    #[must_use]
    pub fn child(&self, rng: &Rng) -> Self {
        Self { span_id: new_span_id(rng), ..self.clone() }
    }

    /// The caller's span, if the headers name one rightly.
    pub fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let mut parents = headers.get_all(TRACEPARENT).iter();
        let parent = parents.next()?.to_str().ok()?;
        if parents.next().is_some() {
            return None;
        }
        let state: Vec<&str> =
            headers.get_all(TRACESTATE).iter().filter_map(|state| state.to_str().ok()).collect();
        let state = Some(state.join(",")).filter(|state| !state.is_empty() && state.len() <= 512);
        Some(Self { state: state.map(Into::into), ..Self::parse(parent)? })
    }

    /// Reads `version-traceid-parentid-flags`. A later version may have more parts behind these.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let version = u8::try_from(hex(parts.next()?, 2)?).ok()?;
        let (trace_id, span_id) = (hex(parts.next()?, 32)?, hex(parts.next()?, 16)?);
        let flags = hex(parts.next()?, 2)?;
        let more = parts.next().is_some();
        if version == 0xff || (version == 0 && more) || trace_id == 0 || span_id == 0 {
            return None;
        }
        let span_id = u64::try_from(span_id).ok()?;
        Some(Self { trace_id, span_id, sampled: flags & 1 == 1, state: None })
    }

    /// 32 hexadecimal digits.
    pub fn trace_id(&self) -> String {
        digits_as_text(&self.trace_id_digits()).to_owned()
    }

    /// 16 hexadecimal digits.
    pub fn span_id(&self) -> String {
        digits_as_text(&self.span_id_digits()).to_owned()
    }

    pub(super) fn trace_id_digits(&self) -> [u8; 32] {
        hex_digits(self.trace_id.to_be_bytes())
    }

    pub(super) fn span_id_digits(&self) -> [u8; 16] {
        hex_digits(self.span_id.to_be_bytes())
    }

    /// Whether the trace is recorded.
    pub fn sampled(&self) -> bool {
        self.sampled
    }

    /// The `traceparent` header.
    pub fn traceparent(&self) -> String {
        format!("00-{:032x}-{:016x}-{:02x}", self.trace_id, self.span_id, u8::from(self.sampled))
    }

    /// Puts the headers of an outgoing request, so that the called one continues the trace.
    pub fn inject(&self, headers: &mut HeaderMap) {
        if let Ok(parent) = HeaderValue::from_str(&self.traceparent()) {
            headers.insert(TRACEPARENT, parent);
        }
        headers.remove(TRACESTATE);
        if let Some(Ok(state)) = self.state.as_deref().map(HeaderValue::from_str) {
            headers.insert(TRACESTATE, state);
        }
    }

    pub(super) fn to_remote(&self) -> SpanContext {
        let flags = if self.sampled { TraceFlags::SAMPLED } else { TraceFlags::default() };
        let state =
            self.state.as_deref().and_then(|state| TraceState::from_str(state).ok()).unwrap_or_default();
        let (trace, span) = (TraceId::from(self.trace_id), SpanId::from(self.span_id));
        SpanContext::new(trace, span, flags, true, state)
    }

    pub(super) fn from_otel(context: &SpanContext) -> Option<Self> {
        let state = Some(context.trace_state().header()).filter(|state| !state.is_empty());
        context.is_valid().then(|| Self {
            trace_id: u128::from_be_bytes(context.trace_id().to_bytes()),
            span_id: u64::from_be_bytes(context.span_id().to_bytes()),
            sampled: context.is_sampled(),
            state: state.map(Into::into),
        })
    }
}

fn new_span_id(rng: &Rng) -> u64 {
    u64::from_be_bytes(rng.bytes()).max(1)
}

/// Two digits a byte.
fn hex_digits<const BYTES: usize, const DIGITS: usize>(bytes: [u8; BYTES]) -> [u8; DIGITS] {
    let mut digits = [0; DIGITS];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
        pair[0] = b"0123456789abcdef"[usize::from(byte >> 4)];
        pair[1] = b"0123456789abcdef"[usize::from(byte & 15)];
    }
    digits
}

fn digits_as_text(digits: &[u8]) -> &str {
    // Made of hexadecimal digits only.
    str::from_utf8(digits).unwrap_or_default()
}

/// Exactly so many lower-case hexadecimal digits.
fn hex(text: &str, digits: usize) -> Option<u128> {
    let fits = text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    fits.then(|| u128::from_str_radix(text, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;

    const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn the_callers_trace_is_read_and_handed_on() {
        let came =
            headers(&[("traceparent", PARENT), ("tracestate", "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7")]);
        let caller = TraceContext::from_headers(&came).unwrap();
        assert_eq!(caller.trace_id(), "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(caller.span_id(), "b7ad6b7169203331");
        assert!(caller.sampled());

        let ours = caller.child(&Rng::seeded(1));
        let mut goes = HeaderMap::new();
        ours.inject(&mut goes);
        assert_eq!(goes["tracestate"], came["tracestate"]);
        let next = TraceContext::from_headers(&goes).unwrap();
        assert_eq!(next.trace_id(), caller.trace_id());
        assert_eq!(next.span_id(), ours.span_id());
        assert_ne!(next.span_id(), caller.span_id());
        assert!(next.sampled());
    }

    #[test]
    fn a_wrong_traceparent_is_ignored() {
        for wrong in [
            "",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
            "00-+af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        ] {
            assert_eq!(TraceContext::from_headers(&headers(&[("traceparent", wrong)])), None, "{wrong}");
        }
        let twice = headers(&[("traceparent", PARENT), ("traceparent", PARENT)]);
        assert_eq!(TraceContext::from_headers(&twice), None);
    }

    #[test]
    fn a_later_version_with_more_parts_is_read() {
        let later = format!("01{}-more", &PARENT[2..]);
        assert!(TraceContext::from_headers(&headers(&[("traceparent", &later)])).is_some());
    }

    #[test]
    fn a_span_context_of_opentelemetry_is_the_same_place() {
        let came = headers(&[("traceparent", PARENT), ("tracestate", "congo=t61rcWkgMzE")]);
        let context = TraceContext::from_headers(&came).unwrap();
        assert_eq!(TraceContext::from_otel(&context.to_remote()), Some(context));
        assert_eq!(TraceContext::from_otel(&SpanContext::empty_context()), None);
    }

    proptest! {
        #[test]
        fn any_header_is_read_without_panic(text in "[ -~]{0,80}") {
            let _ = TraceContext::from_headers(&headers(&[("traceparent", &text), ("tracestate", &text)]));
        }

        #[test]
        fn what_is_written_can_be_read(seed in any::<u64>()) {
            let context = TraceContext::root(&Rng::seeded(seed));
            let mut written = HeaderMap::new();
            context.inject(&mut written);
            prop_assert_eq!(TraceContext::from_headers(&written), Some(context));
        }
    }
}
