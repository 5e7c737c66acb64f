// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

/** By message and list: the sibling field that takes the positions of missing values. */
export const MISSING_POSITIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "omni.intelligence.v1.ForecastRequest": { timeSeries: "missing" },
};
