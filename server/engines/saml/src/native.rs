//! The C libraries: started once before any thread uses them, and silent.

use std::sync::Once;

use samael::crypto::{CertificateDer, Crypto, CryptoProvider as _};

static START: Once = Once::new();

#[expect(
    unsafe_code,
    reason = "samael leaves libxmlsec1 printing to the standard error and has no way to stop that"
)]
unsafe extern "C" {
    /// libxmlsec1, `errors.h`: whether its default callback writes to the standard error.
    safe fn xmlSecErrorsDefaultCallbackEnableOutput(enabled: std::ffi::c_int);
}

/// libxml2 and libxmlsec1 have tables that one thread has to fill before several use them. samael fills them when it
/// loads its first key, with libxml2 in use already; so that is done here, with a key that is none, behind a lock.
pub(crate) fn start() {
    START.call_once(|| {
        // A refused answer is told to the caller; the library's own lines about it would stand among the log's.
        xmlSecErrorsDefaultCallbackEnableOutput(0);
        let nobody = CertificateDer::from(Vec::new());
        let _ = Crypto::verify_signed_xml("<start/>", &nobody, None);
    });
}
