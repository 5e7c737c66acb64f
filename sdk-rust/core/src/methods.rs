// Written by omni-gen from the contracts; do not edit. `make gen` writes it again.

/// Every RPC: its path, and whether a call may change anything. Sorted by path.
pub static METHODS: &[(&str, bool)] = &[
    ("/omni.identity.v1.AuthService/ChangePassword", true),
    ("/omni.identity.v1.AuthService/CompleteMfa", true),
    ("/omni.identity.v1.AuthService/ConfirmTotp", true),
    ("/omni.identity.v1.AuthService/DisableTotp", true),
    ("/omni.identity.v1.AuthService/EnrolTotp", true),
    ("/omni.identity.v1.AuthService/ListSessions", false),
    ("/omni.identity.v1.AuthService/Login", true),
    ("/omni.identity.v1.AuthService/Logout", true),
    ("/omni.identity.v1.AuthService/Refresh", true),
    ("/omni.identity.v1.AuthService/Register", true),
    ("/omni.identity.v1.AuthService/RequestPasswordReset", true),
    ("/omni.identity.v1.AuthService/ResetPassword", true),
    ("/omni.identity.v1.AuthService/RevokeSession", true),
    ("/omni.identity.v1.AuthService/SwitchTenant", true),
    ("/omni.identity.v1.AuthService/VerifyEmail", true),
    ("/omni.identity.v1.AuthService/WhoAmI", false),
    ("/omni.intelligence.v1.IntelligenceService/Forecast", false),
    ("/omni.intelligence.v1.IntelligenceService/ForecastBatch", false),
    ("/omni.platform.v1.PlatformService/GetError", false),
    ("/omni.platform.v1.PlatformService/GetHealth", false),
    ("/omni.platform.v1.PlatformService/GetSummary", false),
];
