// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

/** By message and list: the sibling field that takes the positions of missing values. */
export const MISSING_POSITIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "omni.intelligence.v1.ForecastRequest": { timeSeries: "missing" },
};

/** By path: the methods that anybody may call. They are told no credential. */
export const PUBLIC_METHODS: Readonly<Record<string, true>> = {
  "/omni.audit.v1.AuditService/GetCheckpointKey": true,
  "/omni.identity.v1.AuthService/Register": true,
  "/omni.identity.v1.AuthService/VerifyEmail": true,
  "/omni.identity.v1.AuthService/Login": true,
  "/omni.identity.v1.AuthService/CompleteMfa": true,
  "/omni.identity.v1.AuthService/Refresh": true,
  "/omni.identity.v1.AuthService/RequestPasswordReset": true,
  "/omni.identity.v1.AuthService/ResetPassword": true,
  "/omni.identity.v1.TeamService/AcceptInvitation": true,
  "/omni.platform.v1.PlatformService/GetHealth": true,
};
