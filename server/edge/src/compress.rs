//! gzip and zstd, for messages and for whole bodies, with a cap on what comes out.

use std::io::{Read, Write};

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, VARY};
use http::{HeaderMap, HeaderValue, Response};
use omni_kernel::Error;

use crate::reason;

/// Answers shorter than this are sent as they are: the header of a compressed one costs more than it saves.
const WORTH_COMPRESSING: usize = 1024;

/// How a message or a body is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Identity,
    Gzip,
    Zstd,
}

impl Encoding {
    /// The encoding that a header names; none for an unknown name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name.trim() {
            "" | "identity" => Some(Self::Identity),
            "gzip" => Some(Self::Gzip),
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    /// The best encoding of a list such as `gzip, zstd;q=0.9`; names with a weight of 0 are refused ones. What `*` stands
    /// for is read by everybody: gzip.
    pub(crate) fn best_of(list: &str) -> Self {
        if weight(list, "zstd").is_some_and(|weight| weight > 0.0) {
            Self::Zstd
        } else if takes_gzip(list) {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    /// The best encoding that a header of the request accepts.
    pub(crate) fn accepted(headers: &HeaderMap, header: &str) -> Self {
        let list = headers.get(header).and_then(|value| value.to_str().ok());
        list.map_or(Self::Identity, Self::best_of)
    }

    /// The name in headers.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    /// The encoding to use for an answer of this length.
    pub(crate) fn worth(self, length: usize) -> Self {
        if length < WORTH_COMPRESSING { Self::Identity } else { self }
    }
}

/// Whether a list of encodings accepts gzip.
pub(crate) fn takes_gzip(list: &str) -> bool {
    weight(list, "gzip").or_else(|| weight(list, "*")).is_some_and(|weight| weight > 0.0)
}

/// The weight of a name in a list of encodings; none where it is not in it.
fn weight(list: &str, wanted: &str) -> Option<f32> {
    list.split(',').find_map(|item| {
        let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
        let weight = parameters.trim().strip_prefix("q=").and_then(|text| text.trim().parse().ok());
        name.trim().eq_ignore_ascii_case(wanted).then(|| weight.unwrap_or(1.0))
    })
}

/// Decodes `data`; refuses what would grow past `limit` bytes before it has grown.
pub(crate) fn decompress(data: Bytes, encoding: Encoding, limit: usize) -> Result<Bytes, Error> {
    let mut out = Vec::new();
    let cap = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let read = match encoding {
        Encoding::Identity => return Ok(data),
        Encoding::Gzip => flate2::read::MultiGzDecoder::new(&data[..]).take(cap).read_to_end(&mut out),
        Encoding::Zstd => zstd::stream::read::Decoder::new(&data[..])
            .and_then(|decoder| decoder.take(cap).read_to_end(&mut out)),
    };
    read.map_err(|error| {
        let expected = format!("the bytes are not {}, as the request says", encoding.name());
        Error::new(&reason::MALFORMED_REQUEST, expected).with_source(error)
    })?;
    if out.len() > limit {
        return Err(reason::too_large(limit));
    }
    Ok(out.into())
}

/// Encodes `data`.
pub(crate) fn compress(data: &[u8], encoding: Encoding) -> Result<Bytes, Error> {
    let failed = |error: std::io::Error| Error::internal("compression failed").with_source(error);
    match encoding {
        Encoding::Identity => Ok(Bytes::copy_from_slice(data)),
        Encoding::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(data).map_err(failed)?;
            encoder.finish().map(Bytes::from).map_err(failed)
        }
        Encoding::Zstd => zstd::stream::encode_all(data, 1).map(Bytes::from).map_err(failed),
    }
}

/// A whole body, encoded as the caller accepts it, where that saves something.
pub(crate) fn answer(asked: &HeaderMap, data: Bytes) -> Response<Bytes> {
    let encoding = Encoding::accepted(asked, ACCEPT_ENCODING.as_str()).worth(data.len());
    let encoded = match encoding {
        Encoding::Identity => None,
        encoding => compress(&data, encoding).ok(),
    };
    let name = encoded.as_ref().map(|_| HeaderValue::from_static(encoding.name()));
    let mut response = Response::new(encoded.unwrap_or(data));
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(name) = name {
        response.headers_mut().insert(CONTENT_ENCODING, name);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_comes_back_and_a_bomb_does_not() {
        let data = vec![7_u8; 100_000];
        for encoding in [Encoding::Gzip, Encoding::Zstd] {
            let small = compress(&data, encoding).unwrap();
            assert!(small.len() < 1_000);
            assert_eq!(decompress(small.clone(), encoding, 100_000).unwrap(), data);
            let refused = decompress(small, encoding, 99_999).unwrap_err();
            assert_eq!(refused.reason().name, "MESSAGE_TOO_LARGE");
            assert!(decompress(Bytes::from_static(b"garbage"), encoding, 10).is_err());
        }
    }

    #[test]
    fn the_best_accepted_encoding_is_chosen() {
        assert_eq!(Encoding::best_of("br, gzip"), Encoding::Gzip);
        assert_eq!(Encoding::best_of("gzip;q=1.0, zstd;q=0.5"), Encoding::Zstd);
        assert_eq!(Encoding::best_of("zstd;q=0, br"), Encoding::Identity);
        assert_eq!(Encoding::best_of("ZSTD;q=0.000, GZIP"), Encoding::Gzip);
        assert_eq!(Encoding::best_of("*"), Encoding::Gzip);
        assert_eq!(Encoding::best_of("gzip;q=0, *"), Encoding::Identity);
        assert_eq!(Encoding::best_of(""), Encoding::Identity);
    }
}
