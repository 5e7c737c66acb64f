"""Google's protobuf over the same contracts, as the oracle of the codec."""

import functools
import importlib.resources
import tempfile
from pathlib import Path

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import Message
from grpc_tools import protoc

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def pool() -> descriptor_pool.DescriptorPool:
    files = [
        "synthetic.proto",
        "omni/intelligence/v1/intelligence_service.proto",
        "omni/platform/v1/platform_service.proto",
    ]
    well_known = importlib.resources.files("grpc_tools") / "_proto"
    includes = [ROOT / "sdk-python/tests/synthetic", ROOT / "proto/vendor", ROOT / "proto", well_known]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "set.binpb"
        arguments = ["protoc", *(f"-I{include}" for include in includes)]
        arguments += ["--include_imports", f"--descriptor_set_out={target}", *files]
        if protoc.main(arguments) != 0:
            raise RuntimeError("protoc failed")
        descriptors = descriptor_pb2.FileDescriptorSet.FromString(target.read_bytes())
    own = descriptor_pool.DescriptorPool()
    for file in descriptors.file:
        own.Add(file)
    return own


def message_class(name: str) -> type[Message]:
    return message_factory.GetMessageClass(pool().FindMessageTypeByName(name))
