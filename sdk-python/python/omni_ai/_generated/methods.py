# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""The methods by gRPC path and by their names in the SDK."""

METHODS: dict[str, tuple[str, str]] = {
    "/omni.audit.v1.AuditService/ListAuditEntries": (
        "omni_ai._generated.audit_v1:ListAuditEntriesRequest",
        "omni_ai._generated.audit_v1:ListAuditEntriesResponse",
    ),
    "/omni.audit.v1.AuditService/GetAuditEntry": (
        "omni_ai._generated.audit_v1:GetAuditEntryRequest",
        "omni_ai._generated.audit_v1:GetAuditEntryResponse",
    ),
    "/omni.audit.v1.AuditService/ExportAudit": (
        "omni_ai._generated.audit_v1:ExportAuditRequest",
        "omni_ai._generated.audit_v1:ExportAuditResponse",
    ),
    "/omni.audit.v1.AuditService/VerifyAudit": (
        "omni_ai._generated.audit_v1:VerifyAuditRequest",
        "omni_ai._generated.audit_v1:VerifyAuditResponse",
    ),
    "/omni.audit.v1.AuditService/ListCheckpoints": (
        "omni_ai._generated.audit_v1:ListCheckpointsRequest",
        "omni_ai._generated.audit_v1:ListCheckpointsResponse",
    ),
    "/omni.audit.v1.AuditService/GetCheckpointKey": (
        "omni_ai._generated.audit_v1:GetCheckpointKeyRequest",
        "omni_ai._generated.audit_v1:GetCheckpointKeyResponse",
    ),
    "/omni.identity.v1.AuthService/Register": (
        "omni_ai._generated.identity_v1:RegisterRequest",
        "omni_ai._generated.identity_v1:RegisterResponse",
    ),
    "/omni.identity.v1.AuthService/VerifyEmail": (
        "omni_ai._generated.identity_v1:VerifyEmailRequest",
        "omni_ai._generated.identity_v1:VerifyEmailResponse",
    ),
    "/omni.identity.v1.AuthService/Login": (
        "omni_ai._generated.identity_v1:LoginRequest",
        "omni_ai._generated.identity_v1:LoginResponse",
    ),
    "/omni.identity.v1.AuthService/CompleteMfa": (
        "omni_ai._generated.identity_v1:CompleteMfaRequest",
        "omni_ai._generated.identity_v1:CompleteMfaResponse",
    ),
    "/omni.identity.v1.AuthService/Refresh": (
        "omni_ai._generated.identity_v1:RefreshRequest",
        "omni_ai._generated.identity_v1:RefreshResponse",
    ),
    "/omni.identity.v1.AuthService/Logout": (
        "omni_ai._generated.identity_v1:LogoutRequest",
        "omni_ai._generated.identity_v1:LogoutResponse",
    ),
    "/omni.identity.v1.AuthService/ChangePassword": (
        "omni_ai._generated.identity_v1:ChangePasswordRequest",
        "omni_ai._generated.identity_v1:ChangePasswordResponse",
    ),
    "/omni.identity.v1.AuthService/RequestPasswordReset": (
        "omni_ai._generated.identity_v1:RequestPasswordResetRequest",
        "omni_ai._generated.identity_v1:RequestPasswordResetResponse",
    ),
    "/omni.identity.v1.AuthService/ResetPassword": (
        "omni_ai._generated.identity_v1:ResetPasswordRequest",
        "omni_ai._generated.identity_v1:ResetPasswordResponse",
    ),
    "/omni.identity.v1.AuthService/ListSessions": (
        "omni_ai._generated.identity_v1:ListSessionsRequest",
        "omni_ai._generated.identity_v1:ListSessionsResponse",
    ),
    "/omni.identity.v1.AuthService/RevokeSession": (
        "omni_ai._generated.identity_v1:RevokeSessionRequest",
        "omni_ai._generated.identity_v1:RevokeSessionResponse",
    ),
    "/omni.identity.v1.AuthService/WhoAmI": (
        "omni_ai._generated.identity_v1:WhoAmIRequest",
        "omni_ai._generated.identity_v1:WhoAmIResponse",
    ),
    "/omni.identity.v1.AuthService/SwitchTenant": (
        "omni_ai._generated.identity_v1:SwitchTenantRequest",
        "omni_ai._generated.identity_v1:SwitchTenantResponse",
    ),
    "/omni.identity.v1.AuthService/EnrolTotp": (
        "omni_ai._generated.identity_v1:EnrolTotpRequest",
        "omni_ai._generated.identity_v1:EnrolTotpResponse",
    ),
    "/omni.identity.v1.AuthService/ConfirmTotp": (
        "omni_ai._generated.identity_v1:ConfirmTotpRequest",
        "omni_ai._generated.identity_v1:ConfirmTotpResponse",
    ),
    "/omni.identity.v1.AuthService/DisableTotp": (
        "omni_ai._generated.identity_v1:DisableTotpRequest",
        "omni_ai._generated.identity_v1:DisableTotpResponse",
    ),
    "/omni.identity.v1.SsoService/CreateConnection": (
        "omni_ai._generated.identity_v1:CreateConnectionRequest",
        "omni_ai._generated.identity_v1:CreateConnectionResponse",
    ),
    "/omni.identity.v1.SsoService/GetConnection": (
        "omni_ai._generated.identity_v1:GetConnectionRequest",
        "omni_ai._generated.identity_v1:GetConnectionResponse",
    ),
    "/omni.identity.v1.SsoService/ListConnections": (
        "omni_ai._generated.identity_v1:ListConnectionsRequest",
        "omni_ai._generated.identity_v1:ListConnectionsResponse",
    ),
    "/omni.identity.v1.SsoService/UpdateConnection": (
        "omni_ai._generated.identity_v1:UpdateConnectionRequest",
        "omni_ai._generated.identity_v1:UpdateConnectionResponse",
    ),
    "/omni.identity.v1.SsoService/DeleteConnection": (
        "omni_ai._generated.identity_v1:DeleteConnectionRequest",
        "omni_ai._generated.identity_v1:DeleteConnectionResponse",
    ),
    "/omni.identity.v1.SsoService/ClaimDomain": (
        "omni_ai._generated.identity_v1:ClaimDomainRequest",
        "omni_ai._generated.identity_v1:ClaimDomainResponse",
    ),
    "/omni.identity.v1.SsoService/VerifyDomain": (
        "omni_ai._generated.identity_v1:VerifyDomainRequest",
        "omni_ai._generated.identity_v1:VerifyDomainResponse",
    ),
    "/omni.identity.v1.SsoService/ListDomains": (
        "omni_ai._generated.identity_v1:ListDomainsRequest",
        "omni_ai._generated.identity_v1:ListDomainsResponse",
    ),
    "/omni.identity.v1.SsoService/ReleaseDomain": (
        "omni_ai._generated.identity_v1:ReleaseDomainRequest",
        "omni_ai._generated.identity_v1:ReleaseDomainResponse",
    ),
    "/omni.identity.v1.SsoService/StartSso": (
        "omni_ai._generated.identity_v1:StartSsoRequest",
        "omni_ai._generated.identity_v1:StartSsoResponse",
    ),
    "/omni.identity.v1.SsoService/CompleteSso": (
        "omni_ai._generated.identity_v1:CompleteSsoRequest",
        "omni_ai._generated.identity_v1:CompleteSsoResponse",
    ),
    "/omni.identity.v1.TeamService/ListMembers": (
        "omni_ai._generated.identity_v1:ListMembersRequest",
        "omni_ai._generated.identity_v1:ListMembersResponse",
    ),
    "/omni.identity.v1.TeamService/GetMember": (
        "omni_ai._generated.identity_v1:GetMemberRequest",
        "omni_ai._generated.identity_v1:GetMemberResponse",
    ),
    "/omni.identity.v1.TeamService/UpdateMemberRole": (
        "omni_ai._generated.identity_v1:UpdateMemberRoleRequest",
        "omni_ai._generated.identity_v1:UpdateMemberRoleResponse",
    ),
    "/omni.identity.v1.TeamService/RemoveMember": (
        "omni_ai._generated.identity_v1:RemoveMemberRequest",
        "omni_ai._generated.identity_v1:RemoveMemberResponse",
    ),
    "/omni.identity.v1.TeamService/Leave": (
        "omni_ai._generated.identity_v1:LeaveRequest",
        "omni_ai._generated.identity_v1:LeaveResponse",
    ),
    "/omni.identity.v1.TeamService/InviteMember": (
        "omni_ai._generated.identity_v1:InviteMemberRequest",
        "omni_ai._generated.identity_v1:InviteMemberResponse",
    ),
    "/omni.identity.v1.TeamService/ListInvitations": (
        "omni_ai._generated.identity_v1:ListInvitationsRequest",
        "omni_ai._generated.identity_v1:ListInvitationsResponse",
    ),
    "/omni.identity.v1.TeamService/RevokeInvitation": (
        "omni_ai._generated.identity_v1:RevokeInvitationRequest",
        "omni_ai._generated.identity_v1:RevokeInvitationResponse",
    ),
    "/omni.identity.v1.TeamService/ResendInvitation": (
        "omni_ai._generated.identity_v1:ResendInvitationRequest",
        "omni_ai._generated.identity_v1:ResendInvitationResponse",
    ),
    "/omni.identity.v1.TeamService/AcceptInvitation": (
        "omni_ai._generated.identity_v1:AcceptInvitationRequest",
        "omni_ai._generated.identity_v1:AcceptInvitationResponse",
    ),
    "/omni.identity.v1.TeamService/JoinTeam": (
        "omni_ai._generated.identity_v1:JoinTeamRequest",
        "omni_ai._generated.identity_v1:JoinTeamResponse",
    ),
    "/omni.identity.v1.TeamService/CreateRole": (
        "omni_ai._generated.identity_v1:CreateRoleRequest",
        "omni_ai._generated.identity_v1:CreateRoleResponse",
    ),
    "/omni.identity.v1.TeamService/GetRole": (
        "omni_ai._generated.identity_v1:GetRoleRequest",
        "omni_ai._generated.identity_v1:GetRoleResponse",
    ),
    "/omni.identity.v1.TeamService/ListRoles": (
        "omni_ai._generated.identity_v1:ListRolesRequest",
        "omni_ai._generated.identity_v1:ListRolesResponse",
    ),
    "/omni.identity.v1.TeamService/UpdateRole": (
        "omni_ai._generated.identity_v1:UpdateRoleRequest",
        "omni_ai._generated.identity_v1:UpdateRoleResponse",
    ),
    "/omni.identity.v1.TeamService/DeleteRole": (
        "omni_ai._generated.identity_v1:DeleteRoleRequest",
        "omni_ai._generated.identity_v1:DeleteRoleResponse",
    ),
    "/omni.identity.v1.TeamService/ListPermissions": (
        "omni_ai._generated.identity_v1:ListPermissionsRequest",
        "omni_ai._generated.identity_v1:ListPermissionsResponse",
    ),
    "/omni.intelligence.v1.IntelligenceService/Forecast": (
        "omni_ai._generated.intelligence_v1:ForecastRequest",
        "omni_ai._generated.intelligence_v1:ForecastResponse",
    ),
    "/omni.intelligence.v1.IntelligenceService/ForecastBatch": (
        "omni_ai._generated.intelligence_v1:ForecastBatchRequest",
        "omni_ai._generated.intelligence_v1:ForecastBatchResponse",
    ),
    "/omni.keys.v1.KeyService/CreateKey": (
        "omni_ai._generated.keys_v1:CreateKeyRequest",
        "omni_ai._generated.keys_v1:CreateKeyResponse",
    ),
    "/omni.keys.v1.KeyService/ListKeys": (
        "omni_ai._generated.keys_v1:ListKeysRequest",
        "omni_ai._generated.keys_v1:ListKeysResponse",
    ),
    "/omni.keys.v1.KeyService/GetKey": (
        "omni_ai._generated.keys_v1:GetKeyRequest",
        "omni_ai._generated.keys_v1:GetKeyResponse",
    ),
    "/omni.keys.v1.KeyService/RotateKey": (
        "omni_ai._generated.keys_v1:RotateKeyRequest",
        "omni_ai._generated.keys_v1:RotateKeyResponse",
    ),
    "/omni.keys.v1.KeyService/RevokeKey": (
        "omni_ai._generated.keys_v1:RevokeKeyRequest",
        "omni_ai._generated.keys_v1:RevokeKeyResponse",
    ),
    "/omni.platform.v1.CacheService/GetCacheStatistics": (
        "omni_ai._generated.platform_v1:GetCacheStatisticsRequest",
        "omni_ai._generated.platform_v1:GetCacheStatisticsResponse",
    ),
    "/omni.platform.v1.CacheService/PurgeCache": (
        "omni_ai._generated.platform_v1:PurgeCacheRequest",
        "omni_ai._generated.platform_v1:PurgeCacheResponse",
    ),
    "/omni.platform.v1.CacheService/GetCacheSettings": (
        "omni_ai._generated.platform_v1:GetCacheSettingsRequest",
        "omni_ai._generated.platform_v1:GetCacheSettingsResponse",
    ),
    "/omni.platform.v1.CacheService/SetCacheTtl": (
        "omni_ai._generated.platform_v1:SetCacheTtlRequest",
        "omni_ai._generated.platform_v1:SetCacheTtlResponse",
    ),
    "/omni.platform.v1.LimitsService/GetRateLimits": (
        "omni_ai._generated.platform_v1:GetRateLimitsRequest",
        "omni_ai._generated.platform_v1:GetRateLimitsResponse",
    ),
    "/omni.platform.v1.PlatformService/GetHealth": (
        "omni_ai._generated.platform_v1:GetHealthRequest",
        "omni_ai._generated.platform_v1:GetHealthResponse",
    ),
    "/omni.platform.v1.PlatformService/GetSummary": (
        "omni_ai._generated.platform_v1:GetSummaryRequest",
        "omni_ai._generated.platform_v1:GetSummaryResponse",
    ),
    "/omni.platform.v1.PlatformService/GetError": (
        "omni_ai._generated.platform_v1:GetErrorRequest",
        "omni_ai._generated.platform_v1:GetErrorResponse",
    ),
    "/omni.tenant.v1.TenantService/CreateTenant": (
        "omni_ai._generated.tenant_v1:CreateTenantRequest",
        "omni_ai._generated.tenant_v1:CreateTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/GetTenant": (
        "omni_ai._generated.tenant_v1:GetTenantRequest",
        "omni_ai._generated.tenant_v1:GetTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/UpdateTenant": (
        "omni_ai._generated.tenant_v1:UpdateTenantRequest",
        "omni_ai._generated.tenant_v1:UpdateTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/ListTenants": (
        "omni_ai._generated.tenant_v1:ListTenantsRequest",
        "omni_ai._generated.tenant_v1:ListTenantsResponse",
    ),
    "/omni.tenant.v1.TenantService/UpgradeTenant": (
        "omni_ai._generated.tenant_v1:UpgradeTenantRequest",
        "omni_ai._generated.tenant_v1:UpgradeTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/SuspendTenant": (
        "omni_ai._generated.tenant_v1:SuspendTenantRequest",
        "omni_ai._generated.tenant_v1:SuspendTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/ResumeTenant": (
        "omni_ai._generated.tenant_v1:ResumeTenantRequest",
        "omni_ai._generated.tenant_v1:ResumeTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/CancelTenant": (
        "omni_ai._generated.tenant_v1:CancelTenantRequest",
        "omni_ai._generated.tenant_v1:CancelTenantResponse",
    ),
    "/omni.tenant.v1.TenantService/GetFeatures": (
        "omni_ai._generated.tenant_v1:GetFeaturesRequest",
        "omni_ai._generated.tenant_v1:GetFeaturesResponse",
    ),
    "/omni.tenant.v1.TenantService/GetUsage": (
        "omni_ai._generated.tenant_v1:GetUsageRequest",
        "omni_ai._generated.tenant_v1:GetUsageResponse",
    ),
    "/omni.tenant.v1.TenantService/SetEntitlement": (
        "omni_ai._generated.tenant_v1:SetEntitlementRequest",
        "omni_ai._generated.tenant_v1:SetEntitlementResponse",
    ),
    "/omni.tenant.v1.TenantService/RemoveEntitlement": (
        "omni_ai._generated.tenant_v1:RemoveEntitlementRequest",
        "omni_ai._generated.tenant_v1:RemoveEntitlementResponse",
    ),
}
"""Request and response class by path, as `module:Class`."""

NAMES: dict[str, str] = {
    "audit.export": "/omni.audit.v1.AuditService/ExportAudit",
    "audit.get": "/omni.audit.v1.AuditService/GetAuditEntry",
    "audit.get_checkpoint_key": "/omni.audit.v1.AuditService/GetCheckpointKey",
    "audit.list": "/omni.audit.v1.AuditService/ListAuditEntries",
    "audit.list_checkpoints": "/omni.audit.v1.AuditService/ListCheckpoints",
    "audit.verify_chain": "/omni.audit.v1.AuditService/VerifyAudit",
    "auth.change_password": "/omni.identity.v1.AuthService/ChangePassword",
    "auth.complete_mfa": "/omni.identity.v1.AuthService/CompleteMfa",
    "auth.confirm_totp": "/omni.identity.v1.AuthService/ConfirmTotp",
    "auth.disable_totp": "/omni.identity.v1.AuthService/DisableTotp",
    "auth.enrol_totp": "/omni.identity.v1.AuthService/EnrolTotp",
    "auth.list_sessions": "/omni.identity.v1.AuthService/ListSessions",
    "auth.login": "/omni.identity.v1.AuthService/Login",
    "auth.logout": "/omni.identity.v1.AuthService/Logout",
    "auth.refresh": "/omni.identity.v1.AuthService/Refresh",
    "auth.register": "/omni.identity.v1.AuthService/Register",
    "auth.request_password_reset": "/omni.identity.v1.AuthService/RequestPasswordReset",
    "auth.reset_password": "/omni.identity.v1.AuthService/ResetPassword",
    "auth.revoke_session": "/omni.identity.v1.AuthService/RevokeSession",
    "auth.switch_tenant": "/omni.identity.v1.AuthService/SwitchTenant",
    "auth.verify_email": "/omni.identity.v1.AuthService/VerifyEmail",
    "auth.who_am_i": "/omni.identity.v1.AuthService/WhoAmI",
    "cache.get_settings": "/omni.platform.v1.CacheService/GetCacheSettings",
    "cache.get_statistics": "/omni.platform.v1.CacheService/GetCacheStatistics",
    "cache.purge": "/omni.platform.v1.CacheService/PurgeCache",
    "cache.set_ttl": "/omni.platform.v1.CacheService/SetCacheTtl",
    "get_error": "/omni.platform.v1.PlatformService/GetError",
    "intelligence.forecast": "/omni.intelligence.v1.IntelligenceService/Forecast",
    "intelligence.forecast_batch": "/omni.intelligence.v1.IntelligenceService/ForecastBatch",
    "keys.create": "/omni.keys.v1.KeyService/CreateKey",
    "keys.get": "/omni.keys.v1.KeyService/GetKey",
    "keys.list": "/omni.keys.v1.KeyService/ListKeys",
    "keys.revoke": "/omni.keys.v1.KeyService/RevokeKey",
    "keys.rotate": "/omni.keys.v1.KeyService/RotateKey",
    "ml.forecast_batch": "/omni.intelligence.v1.IntelligenceService/ForecastBatch",
    "ml.predict_revenue": "/omni.intelligence.v1.IntelligenceService/Forecast",
    "platform.get_error": "/omni.platform.v1.PlatformService/GetError",
    "platform.get_health": "/omni.platform.v1.PlatformService/GetHealth",
    "platform.get_rate_limits": "/omni.platform.v1.LimitsService/GetRateLimits",
    "platform.get_summary": "/omni.platform.v1.PlatformService/GetSummary",
    "sso.claim_domain": "/omni.identity.v1.SsoService/ClaimDomain",
    "sso.complete_sso": "/omni.identity.v1.SsoService/CompleteSso",
    "sso.create_connection": "/omni.identity.v1.SsoService/CreateConnection",
    "sso.delete_connection": "/omni.identity.v1.SsoService/DeleteConnection",
    "sso.get_connection": "/omni.identity.v1.SsoService/GetConnection",
    "sso.list_connections": "/omni.identity.v1.SsoService/ListConnections",
    "sso.list_domains": "/omni.identity.v1.SsoService/ListDomains",
    "sso.release_domain": "/omni.identity.v1.SsoService/ReleaseDomain",
    "sso.start_sso": "/omni.identity.v1.SsoService/StartSso",
    "sso.update_connection": "/omni.identity.v1.SsoService/UpdateConnection",
    "sso.verify_domain": "/omni.identity.v1.SsoService/VerifyDomain",
    "team.accept_invitation": "/omni.identity.v1.TeamService/AcceptInvitation",
    "team.create_role": "/omni.identity.v1.TeamService/CreateRole",
    "team.delete_role": "/omni.identity.v1.TeamService/DeleteRole",
    "team.get_member": "/omni.identity.v1.TeamService/GetMember",
    "team.get_role": "/omni.identity.v1.TeamService/GetRole",
    "team.invite": "/omni.identity.v1.TeamService/InviteMember",
    "team.join": "/omni.identity.v1.TeamService/JoinTeam",
    "team.leave": "/omni.identity.v1.TeamService/Leave",
    "team.list_invitations": "/omni.identity.v1.TeamService/ListInvitations",
    "team.list_members": "/omni.identity.v1.TeamService/ListMembers",
    "team.list_permissions": "/omni.identity.v1.TeamService/ListPermissions",
    "team.list_roles": "/omni.identity.v1.TeamService/ListRoles",
    "team.remove_member": "/omni.identity.v1.TeamService/RemoveMember",
    "team.resend_invitation": "/omni.identity.v1.TeamService/ResendInvitation",
    "team.revoke_invitation": "/omni.identity.v1.TeamService/RevokeInvitation",
    "team.update_member_role": "/omni.identity.v1.TeamService/UpdateMemberRole",
    "team.update_role": "/omni.identity.v1.TeamService/UpdateRole",
    "tenants.cancel": "/omni.tenant.v1.TenantService/CancelTenant",
    "tenants.create": "/omni.tenant.v1.TenantService/CreateTenant",
    "tenants.get": "/omni.tenant.v1.TenantService/GetTenant",
    "tenants.get_features": "/omni.tenant.v1.TenantService/GetFeatures",
    "tenants.get_usage": "/omni.tenant.v1.TenantService/GetUsage",
    "tenants.list": "/omni.tenant.v1.TenantService/ListTenants",
    "tenants.remove_entitlement": "/omni.tenant.v1.TenantService/RemoveEntitlement",
    "tenants.resume": "/omni.tenant.v1.TenantService/ResumeTenant",
    "tenants.set_entitlement": "/omni.tenant.v1.TenantService/SetEntitlement",
    "tenants.suspend": "/omni.tenant.v1.TenantService/SuspendTenant",
    "tenants.update": "/omni.tenant.v1.TenantService/UpdateTenant",
    "tenants.upgrade": "/omni.tenant.v1.TenantService/UpgradeTenant",
}
"""Path by name."""
