# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""The methods by gRPC path and by their names in the SDK."""

METHODS: dict[str, tuple[str, str]] = {
    "/omni.synthetic.v1.SyntheticService/ListThings": (
        "synthetic.synthetic_v1:ListThingsRequest",
        "synthetic.synthetic_v1:ListThingsResponse",
    ),
    "/omni.synthetic.v1.SyntheticService/UpdateThing": (
        "synthetic.synthetic_v1:UpdateThingRequest",
        "synthetic.synthetic_v1:Thing",
    ),
    "/omni.synthetic.v1.SyntheticService/WatchThings": (
        "synthetic.synthetic_v1:ListThingsRequest",
        "synthetic.synthetic_v1:Thing",
    ),
}
"""Request and response class by path, as `module:Class`."""

NAMES: dict[str, str] = {
    "things.list": "/omni.synthetic.v1.SyntheticService/ListThings",
    "things.update": "/omni.synthetic.v1.SyntheticService/UpdateThing",
    "update_thing": "/omni.synthetic.v1.SyntheticService/UpdateThing",
    "watch.things": "/omni.synthetic.v1.SyntheticService/WatchThings",
}
"""Path by name."""
