"""Google's protobuf over the same contracts, as the oracle of the codec."""

import functools
import importlib.resources
import json
import tempfile
from pathlib import Path
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import Message
from grpc_tools import protoc

ROOT = Path(__file__).resolve().parents[2]


@functools.cache
def pool() -> descriptor_pool.DescriptorPool:
    contracts = (ROOT / "proto").glob("omni/*/v1/*.proto")
    files = ["synthetic.proto", *(str(file.relative_to(ROOT / "proto")) for file in contracts)]
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


def examples(path: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The example of the request and of the answer that the contract shows for a method, in JSON."""
    service, _, name = path.lstrip("/").partition("/")
    method = pool().FindServiceByName(service).FindMethodByName(name)
    options_class = message_factory.GetMessageClass(pool().FindMessageTypeByName("google.protobuf.MethodOptions"))
    options: Any = options_class.FromString(method.GetOptions().SerializeToString())
    sdk = options.Extensions[pool().FindExtensionByName("omni.options.v1.sdk")]
    return json.loads(sdk.example), json.loads(sdk.example_response)


def message_class(name: str) -> type[Message]:
    return message_factory.GetMessageClass(pool().FindMessageTypeByName(name))
