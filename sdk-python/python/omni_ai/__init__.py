"""The Python SDK of Omni.

Example:
    from omni_ai import OmniClient

    client = OmniClient(api_key="omni_test_…")
    forecast = client.ml.predict_revenue(time_series=[100, 120, 145, 160], forecast_steps=3)
    forecast.predictions
"""

import atexit as _atexit
import os as _os

from omni_ai import _core
from omni_ai._caller import AsyncPager, Pager, RawResponse, Stream
from omni_ai._client import AsyncOmniClient, OmniClient
from omni_ai._errors import (
    AlreadyExistsError,
    APIConnectionError,
    APIError,
    APITimeoutError,
    AuthenticationError,
    ConfigError,
    ConfigTypeError,
    ConflictError,
    FieldViolation,
    InternalError,
    InvalidArgumentError,
    NotFoundError,
    OmniError,
    PermissionDeniedError,
    QuotaError,
    RateLimitError,
    UnavailableError,
)
from omni_ai._tokens import TokenPair

__version__: str = _core.__VERSION__

__all__ = (
    "APIConnectionError",
    "APIError",
    "APITimeoutError",
    "AlreadyExistsError",
    "AsyncOmniClient",
    "AsyncPager",
    "AuthenticationError",
    "ConfigError",
    "ConfigTypeError",
    "ConflictError",
    "FieldViolation",
    "InternalError",
    "InvalidArgumentError",
    "NotFoundError",
    "OmniClient",
    "OmniError",
    "Pager",
    "PermissionDeniedError",
    "QuotaError",
    "RateLimitError",
    "RawResponse",
    "Stream",
    "TokenPair",
    "UnavailableError",
    "__version__",
)

# No thread of the runtime may ask for the GIL of an interpreter that is being torn down.
_atexit.register(_core.shut_down)
if hasattr(_os, "register_at_fork"):
    _os.register_at_fork(after_in_child=_core.after_fork)
