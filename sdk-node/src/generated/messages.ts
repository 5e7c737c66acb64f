// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.
export * from "./pb/omni/identity/v1/auth_messages_pb.js";
export * from "./pb/omni/identity/v1/auth_pb.js";
export * from "./pb/omni/identity/v1/team_messages_pb.js";
export * from "./pb/omni/identity/v1/team_pb.js";
export * from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
export * from "./pb/omni/platform/v1/platform_service_pb.js";
