"""The Python SDK against grpcio, over the same running server: what one call takes, with reading its answer.

Both send the same request with a key and a deadline, one call after the other. Rounds alternate, so that a slow moment
of the machine falls on both. OMNI_BASE_URL and OMNI_API_KEY say where; bench/run.sh sets them.
"""

import importlib.resources
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import grpc
from grpc_tools import protoc

from omni_ai import OmniClient

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 31
CALLS = 400
STEPS = 3
TIMEOUT = 60.0
LENGTHS = (4, 100)
TARGET = 0.65

Call = Callable[[], list[float]]


@contextmanager
def generated() -> Iterator[None]:
    """The messages and the stub that protoc writes from the contract, importable."""
    own = ["omni/intelligence/v1/intelligence_service.proto", "omni/options/v1/options.proto"]
    vendored = ["buf/validate/validate.proto"]
    well_known = importlib.resources.files("grpc_tools") / "_proto"
    includes = [ROOT / "proto", ROOT / "proto/vendor", well_known]
    with tempfile.TemporaryDirectory() as folder:
        outputs = [f"--python_out={folder}", f"--grpc_python_out={folder}"]
        if protoc.main(["protoc", *(f"-I{include}" for include in includes), *outputs, *own, *vendored]) != 0:
            raise RuntimeError("protoc failed")
        sys.path.insert(0, folder)
        try:
            yield
        finally:
            sys.path.remove(folder)


def sdk(client: OmniClient, values: list[float]) -> Call:
    """One call as a user of the SDK writes it."""
    forecast = client.intelligence.forecast

    def call() -> list[float]:
        return list(forecast(time_series=values, forecast_steps=STEPS, model="naive").predictions)

    return call


def grpcio(channel: grpc.Channel, key: str, values: list[float]) -> Call:
    """One call as a user of grpcio writes it."""
    with generated():
        from omni.intelligence.v1 import intelligence_service_pb2 as pb
        from omni.intelligence.v1 import intelligence_service_pb2_grpc as stubs

    forecast = stubs.IntelligenceServiceStub(channel).Forecast
    metadata = (("x-api-key", key),)

    def call() -> list[float]:
        request = pb.ForecastRequest(time_series=values, forecast_steps=STEPS, model=pb.FORECAST_MODEL_NAIVE)
        return list(forecast(request, timeout=TIMEOUT, metadata=metadata).predictions)

    return call


def microseconds(call: Call) -> float:
    """What one call takes, on average over a round."""
    begun = time.perf_counter()
    for _ in range(CALLS):
        call()
    return (time.perf_counter() - begun) / CALLS * 1e6


def compare(length: int, ours: Call, theirs: Call) -> None:
    """Prints the medians over the rounds."""
    if ours() != theirs():
        raise AssertionError("the two clients got different answers")
    microseconds(ours), microseconds(theirs)  # Warm.
    rounds = [(microseconds(ours), microseconds(theirs)) for _ in range(ROUNDS)]
    ratios = sorted(mine / other for mine, other in rounds)
    print(
        f"Python, {length} values, sequential: SDK {statistics.median(mine for mine, _ in rounds):.0f} us/call, "
        f"grpcio {grpc.__version__} {statistics.median(other for _, other in rounds):.0f} us/call, "
        f"ratio {statistics.median(ratios):.2f} (target {TARGET} or less; median of {ROUNDS} rounds of {CALLS} calls, "
        f"quartiles {ratios[ROUNDS // 4]:.2f} to {ratios[ROUNDS * 3 // 4]:.2f})"
    )


def main() -> None:
    """Runs every length."""
    base_url, key = os.environ["OMNI_BASE_URL"], os.environ["OMNI_API_KEY"]
    with (
        OmniClient(key, base_url=base_url, timeout=TIMEOUT) as client,
        grpc.insecure_channel(base_url.removeprefix("http://")) as channel,
    ):
        for length in LENGTHS:
            values = [100.0 + step % 7 for step in range(length)]
            compare(length, sdk(client, values), grpcio(channel, key, values))


if __name__ == "__main__":
    main()
