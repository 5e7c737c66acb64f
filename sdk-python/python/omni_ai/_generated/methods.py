# Written by omni-gen from the contracts in proto/. Do not edit: change the proto and run `make gen`.
"""The methods by gRPC path and by their names in the SDK."""

METHODS: dict[str, tuple[str, str]] = {
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
}
"""Request and response class by path, as `module:Class`."""

NAMES: dict[str, str] = {
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
    "get_error": "/omni.platform.v1.PlatformService/GetError",
    "intelligence.forecast": "/omni.intelligence.v1.IntelligenceService/Forecast",
    "intelligence.forecast_batch": "/omni.intelligence.v1.IntelligenceService/ForecastBatch",
    "ml.forecast_batch": "/omni.intelligence.v1.IntelligenceService/ForecastBatch",
    "ml.predict_revenue": "/omni.intelligence.v1.IntelligenceService/Forecast",
    "platform.get_error": "/omni.platform.v1.PlatformService/GetError",
    "platform.get_health": "/omni.platform.v1.PlatformService/GetHealth",
    "platform.get_summary": "/omni.platform.v1.PlatformService/GetSummary",
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
}
"""Path by name."""
