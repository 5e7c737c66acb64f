"""A server of its own process that is slow, fails, streams and records as its callers ask by metadata."""

import base64
import json
import sys
import threading
import time
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc

import oracle

ANSWER = oracle.message_class("omni.intelligence.v1.ForecastResponse")
ITEM = oracle.message_class("omni.intelligence.v1.ForecastBatchResponse")
PAGE_REQUEST = oracle.message_class("omni.synthetic.v1.ListThingsRequest")
PAGE = oracle.message_class("omni.synthetic.v1.ListThingsResponse")


class Peer(grpc.GenericRpcHandler):
    """Does what the metadata `x-peer` says, a JSON object."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.lock = threading.Lock()
        self.marks: set[str] = set()
        self.marked = threading.Condition()

    def note(self, event: str, path: str, metadata: dict[str, Any]) -> None:
        line = json.dumps({"event": event, "path": path, "metadata": metadata})
        with self.lock, self.log.open("a") as log:
            log.write(line + "\n")

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        path = details.method
        metadata = {name: str(value) for name, value in details.invocation_metadata}
        orders = json.loads(metadata.get("x-peer", "{}"))
        if path.endswith(("Batch", "WatchThings")):
            return grpc.unary_stream_rpc_method_handler(lambda _, call: self.items(path, metadata, orders, call))
        return grpc.unary_unary_rpc_method_handler(lambda data, call: self.answer(path, metadata, orders, data, call))

    def begin(self, path: str, metadata: dict[str, Any], call: grpc.ServicerContext) -> threading.Event:
        stopped = threading.Event()
        finished = threading.Event()

        def ended() -> None:
            if not finished.is_set():
                self.note("cancelled", path, metadata)
            stopped.set()

        self.note("begun", path, metadata)
        with self.marked:
            self.marks.add(metadata.get("x-mark", ""))
            self.marked.notify_all()
        call.add_callback(ended)
        call.finished = finished
        call.send_initial_metadata(
            (("x-request-id", metadata.get("x-request-id", "req_none")), ("x-peer-header", "yes"))
        )
        return stopped

    def fail(self, orders: dict[str, Any], call: grpc.ServicerContext) -> None:
        status = base64.b64decode(orders["status"])
        code = next(code for code in grpc.StatusCode if code.value[0] == orders["code"])
        call.set_trailing_metadata((("grpc-status-details-bin", status),))
        call.finished.set()
        call.abort(code, orders.get("message", ""))

    def answer(
        self, path: str, metadata: dict[str, Any], orders: dict[str, Any], data: bytes, call: grpc.ServicerContext
    ) -> bytes:
        stopped = self.begin(path, metadata, call)
        if "until" in orders:
            with self.marked:
                self.marked.wait_for(lambda: orders["until"] in self.marks, timeout=60)
        if stopped.wait(orders.get("sleep", 0)):
            return b""
        if "status" in orders:
            self.fail(orders, call)
        call.finished.set()
        if orders.get("garbage"):
            return b"\x0a\xff"
        if path.endswith("ListThings"):
            return self.page(data)
        if path.endswith("/Forecast"):
            return ANSWER(model_type="peer", predictions=[1, 2, 3]).SerializeToString()
        return b""

    def page(self, data: bytes) -> bytes:
        request: Any = PAGE_REQUEST.FromString(data)
        size, start = request.page_size or 2, int(request.page_token or 0)
        names = [f"thing {index}" for index in range(5)]
        rest = start + size
        next_token = str(rest) if rest < len(names) else ""
        return PAGE(
            things=[{"name": name} for name in names[start:rest]], next_page_token=next_token
        ).SerializeToString()

    def items(
        self, path: str, metadata: dict[str, Any], orders: dict[str, Any], call: grpc.ServicerContext
    ) -> Iterator[bytes]:
        stopped = self.begin(path, metadata, call)
        for index in range(orders.get("items", 3)):
            if stopped.wait(orders.get("interval", 0)):
                return
            yield ITEM(index=index).SerializeToString()
        if "status" in orders:
            self.fail(orders, call)
        call.finished.set()


def main() -> None:
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=64))
    server.add_generic_rpc_handlers((Peer(Path(sys.argv[1])),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    # Ends with the process that started it.
    while sys.stdin.read(1):
        time.sleep(0.01)
    server.stop(0)


if __name__ == "__main__":
    main()
