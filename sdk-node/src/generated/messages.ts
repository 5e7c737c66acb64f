// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.
export * from "./pb/omni/audit/v1/audit_service_pb.js";
export * from "./pb/omni/identity/v1/auth_messages_pb.js";
export * from "./pb/omni/identity/v1/auth_pb.js";
export * from "./pb/omni/identity/v1/sso_messages_pb.js";
export * from "./pb/omni/identity/v1/sso_pb.js";
export * from "./pb/omni/identity/v1/team_messages_pb.js";
export * from "./pb/omni/identity/v1/team_pb.js";
export * from "./pb/omni/intelligence/v1/intelligence_service_pb.js";
export * from "./pb/omni/keys/v1/keys_pb.js";
export * from "./pb/omni/platform/v1/cache_service_pb.js";
export * from "./pb/omni/platform/v1/limits_service_pb.js";
export * from "./pb/omni/platform/v1/platform_service_pb.js";
export * from "./pb/omni/tenant/v1/entitlement_pb.js";
export * from "./pb/omni/tenant/v1/tenant_pb.js";
export * from "./pb/omni/tenant/v1/tenant_service_pb.js";
