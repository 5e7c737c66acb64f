// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

/** The version of this package. */
export const VERSION = "0.1.0";
