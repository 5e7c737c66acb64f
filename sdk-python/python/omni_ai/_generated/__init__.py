# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""Modules written from the contracts. Import from `omni_ai` and `omni_ai.types` instead."""
