//! The Python binding of the Omni client core: the wire codec, calls, streams and the mock, as `omni_ai._core`.

mod callers;
mod client;
mod codec;
mod completion;
mod debug;
mod errors;
mod mock;
mod outbox;
mod runtime;
mod stream;

use pyo3::prelude::*;

/// The native half of `omni_ai`.
#[pymodule(gil_used = true)]
mod _core {
    #[pymodule_export]
    use crate::client::NativeClient;
    #[pymodule_export]
    use crate::codec::{Table, py_decode, py_encode};
    #[pymodule_export]
    use crate::mock::NativeMock;
    #[pymodule_export]
    use crate::runtime::{after_fork, shut_down};
    #[pymodule_export]
    use crate::stream::NativeStream;

    #[pymodule_export]
    const __VERSION__: &str = env!("CARGO_PKG_VERSION");
}
