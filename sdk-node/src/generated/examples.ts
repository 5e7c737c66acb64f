// Written by omni-gen from the contracts in proto/. Do not edit; run `make gen`.

/** By method: the answer that mock mode gives. */
export const EXAMPLE_RESPONSES: Readonly<Record<string, object>> = {
  "/omni.identity.v1.AuthService/Register": {},
  "/omni.identity.v1.AuthService/VerifyEmail": { userId: "usr_01k9z8v6m3e8qsb4x7n2h5d0ya", tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0yb" },
  "/omni.identity.v1.AuthService/Login": {
    tokens: {
      accessToken: "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c3JfMDFrOXo4djZtM2U4cXNiNHg3bjJoNWQweWEifQ.c2lnbmF0dXJl",
      tokenType: "Bearer",
      expireTime: new Date("2026-01-01T00:10:00Z"),
      refreshToken: "omni_refresh_2b7dT0pQm4cXv9",
      refreshExpireTime: new Date("2026-01-31T00:00:00Z"),
      sessionId: "ses_01k9z8v6m3e8qsb4x7n2h5d0ya",
    },
  },
  "/omni.identity.v1.AuthService/CompleteMfa": {
    tokens: {
      accessToken: "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c3JfMDFrOXo4djZtM2U4cXNiNHg3bjJoNWQweWEifQ.c2lnbmF0dXJl",
      tokenType: "Bearer",
      expireTime: new Date("2026-01-01T00:10:00Z"),
      refreshToken: "omni_refresh_2b7dT0pQm4cXv9",
      refreshExpireTime: new Date("2026-01-31T00:00:00Z"),
      sessionId: "ses_01k9z8v6m3e8qsb4x7n2h5d0ya",
    },
  },
  "/omni.identity.v1.AuthService/Refresh": {
    tokens: {
      accessToken: "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c3JfMDFrOXo4djZtM2U4cXNiNHg3bjJoNWQweWEifQ.c2lnbmF0dXJl",
      tokenType: "Bearer",
      expireTime: new Date("2026-01-01T00:10:00Z"),
      refreshToken: "omni_refresh_2b7dT0pQm4cXv9",
      refreshExpireTime: new Date("2026-01-31T00:00:00Z"),
      sessionId: "ses_01k9z8v6m3e8qsb4x7n2h5d0ya",
    },
  },
  "/omni.identity.v1.AuthService/Logout": {},
  "/omni.identity.v1.AuthService/ChangePassword": {},
  "/omni.identity.v1.AuthService/RequestPasswordReset": {},
  "/omni.identity.v1.AuthService/ResetPassword": {},
  "/omni.identity.v1.AuthService/ListSessions": {
    sessions: [
      {
        sessionId: "ses_01k9z8v6m3e8qsb4x7n2h5d0ya",
        tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0yb",
        methods: ["pwd"],
        current: true,
        createTime: new Date("2026-01-01T00:00:00Z"),
        lastUseTime: new Date("2026-01-01T00:00:00Z"),
        expireTime: new Date("2026-04-01T00:00:00Z"),
      },
    ],
  },
  "/omni.identity.v1.AuthService/RevokeSession": {},
  "/omni.identity.v1.AuthService/WhoAmI": {
    person: {
      userId: "usr_01k9z8v6m3e8qsb4x7n2h5d0ya",
      email: "ana@example.com",
      fullName: "Ana Kos",
      mfaEnabled: true,
    },
    tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0yb",
    sessionId: "ses_01k9z8v6m3e8qsb4x7n2h5d0ya",
    environment: "live",
    memberships: [{ tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0yb", role: "owner" }],
    grants: ["*"],
  },
  "/omni.identity.v1.AuthService/SwitchTenant": {
    tokens: {
      accessToken: "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ1c3JfMDFrOXo4djZtM2U4cXNiNHg3bjJoNWQweWEifQ.c2lnbmF0dXJl",
      tokenType: "Bearer",
      expireTime: new Date("2026-01-01T00:10:00Z"),
      refreshToken: "omni_refresh_2b7dT0pQm4cXv9",
      refreshExpireTime: new Date("2026-01-31T00:00:00Z"),
      sessionId: "ses_01k9z8v6m3e8qsb4x7n2h5d0ya",
    },
  },
  "/omni.identity.v1.AuthService/EnrolTotp": {
    secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    otpauthUri: "otpauth://totp/Omni:ana%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Omni&algorithm=SHA1&digits=6&period=30",
  },
  "/omni.identity.v1.AuthService/ConfirmTotp": { recoveryCodes: ["4xvt-0p97-qm2c-8e1z", "hk3w-9d5r-t2ya-6bq0"] },
  "/omni.identity.v1.AuthService/DisableTotp": {},
  "/omni.identity.v1.TeamService/ListMembers": {
    members: [
      {
        userId: "usr_01k9z8v6m3e8qsb4x7n2h5d0ya",
        email: "ana@example.com",
        fullName: "Ana Kos",
        role: "owner",
        createTime: new Date("2026-01-01T00:00:00Z"),
        updateTime: new Date("2026-01-01T00:00:00Z"),
      },
    ],
  },
  "/omni.identity.v1.TeamService/GetMember": {
    member: {
      userId: "usr_01k9z8v6m3e8qsb4x7n2h5d0ya",
      email: "ana@example.com",
      fullName: "Ana Kos",
      role: "owner",
      createTime: new Date("2026-01-01T00:00:00Z"),
      updateTime: new Date("2026-01-01T00:00:00Z"),
    },
  },
  "/omni.identity.v1.TeamService/UpdateMemberRole": {
    member: {
      userId: "usr_01k9z8v6m3e8qsb4x7n2h5d0yb",
      email: "bor@example.com",
      fullName: "Bor Zupan",
      role: "developer",
      createTime: new Date("2026-01-01T00:00:00Z"),
      updateTime: new Date("2026-01-02T00:00:00Z"),
    },
  },
  "/omni.identity.v1.TeamService/RemoveMember": {},
  "/omni.identity.v1.TeamService/Leave": {},
  "/omni.identity.v1.TeamService/InviteMember": {
    invitation: {
      invitationId: "inv_01k9z8v6m3e8qsb4x7n2h5d0yc",
      email: "bor@example.com",
      role: "developer",
      inviterId: "usr_01k9z8v6m3e8qsb4x7n2h5d0ya",
      createTime: new Date("2026-01-01T00:00:00Z"),
      expireTime: new Date("2026-01-08T00:00:00Z"),
    },
  },
  "/omni.identity.v1.TeamService/ListInvitations": {
    invitations: [
      {
        invitationId: "inv_01k9z8v6m3e8qsb4x7n2h5d0yc",
        email: "bor@example.com",
        role: "developer",
        inviterId: "usr_01k9z8v6m3e8qsb4x7n2h5d0ya",
        createTime: new Date("2026-01-01T00:00:00Z"),
        expireTime: new Date("2026-01-08T00:00:00Z"),
      },
    ],
  },
  "/omni.identity.v1.TeamService/RevokeInvitation": {},
  "/omni.identity.v1.TeamService/ResendInvitation": {
    invitation: {
      invitationId: "inv_01k9z8v6m3e8qsb4x7n2h5d0yc",
      email: "bor@example.com",
      role: "developer",
      inviterId: "usr_01k9z8v6m3e8qsb4x7n2h5d0ya",
      createTime: new Date("2026-01-01T00:00:00Z"),
      expireTime: new Date("2026-01-08T00:00:00Z"),
    },
  },
  "/omni.identity.v1.TeamService/AcceptInvitation": {
    tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0yb",
    userId: "usr_01k9z8v6m3e8qsb4x7n2h5d0yb",
    role: "developer",
  },
  "/omni.identity.v1.TeamService/JoinTeam": { tenantId: "ten_01k9z8v6m3e8qsb4x7n2h5d0yb", role: "developer" },
  "/omni.identity.v1.TeamService/CreateRole": {
    role: {
      name: "analyst",
      description: "Makes forecasts.",
      permissions: ["intelligence.*", "platform.errors.read"],
      createTime: new Date("2026-01-01T00:00:00Z"),
      updateTime: new Date("2026-01-01T00:00:00Z"),
    },
  },
  "/omni.identity.v1.TeamService/GetRole": {
    role: {
      name: "developer",
      description: "Builds with the API: keys, intelligence, failed requests, usage.",
      permissions: ["intelligence.*", "keys.*", "platform.*"],
      builtIn: true,
    },
  },
  "/omni.identity.v1.TeamService/ListRoles": {
    roles: [
      {
        name: "developer",
        description: "Builds with the API: keys, intelligence, failed requests, usage.",
        permissions: ["intelligence.*", "keys.*", "platform.*"],
        builtIn: true,
      },
      {
        name: "analyst",
        description: "Makes forecasts.",
        permissions: ["intelligence.*", "platform.errors.read"],
        createTime: new Date("2026-01-01T00:00:00Z"),
        updateTime: new Date("2026-01-01T00:00:00Z"),
      },
    ],
  },
  "/omni.identity.v1.TeamService/UpdateRole": {
    role: {
      name: "analyst",
      description: "Makes forecasts.",
      permissions: ["intelligence.forecasts.create", "platform.errors.read"],
      createTime: new Date("2026-01-01T00:00:00Z"),
      updateTime: new Date("2026-01-01T00:00:00Z"),
    },
  },
  "/omni.identity.v1.TeamService/DeleteRole": {},
  "/omni.identity.v1.TeamService/ListPermissions": {
    permissions: [{ name: "intelligence.forecasts.create", description: "Make forecasts." }],
  },
  "/omni.intelligence.v1.IntelligenceService/Forecast": {
    predictions: [180.5, 200.7, 221.0],
    intervals: [{ level: 80, lower: [174.0, 190.1, 206.0], upper: [187.0, 211.3, 236.0] }],
    modelType: "AUTO(THETA 0.6 + ETS 0.4)",
    confidence: 0.62,
    seasonLengths: [],
    warnings: [],
  },
  "/omni.intelligence.v1.IntelligenceService/ForecastBatch": {
    index: 0,
    forecast: {
      predictions: [180.5, 200.7, 221.0],
      modelType: "AUTO(THETA 0.6 + ETS 0.4)",
      confidence: 0.62,
    },
  },
  "/omni.platform.v1.PlatformService/GetHealth": { status: "ok", version: "0.1.0", timestamp: new Date("2026-01-01T00:00:00Z") },
  "/omni.platform.v1.PlatformService/GetSummary": {
    services: { database: { status: "ok", version: "18.0" } },
    version: "0.1.0",
    uptime: { seconds: 3600n, nanos: 0 },
  },
  "/omni.platform.v1.PlatformService/GetError": {
    requestId: "req_01k9z8v6m3e8qsb4x7n2h5d0ya",
    method: "omni.intelligence.v1.IntelligenceService/Forecast",
    code: "INVALID_ARGUMENT",
    reason: "INVALID_FIELD",
    message: "forecast_steps: must be greater than or equal to 1",
    request: { timeSeries: [1, 2, 3], forecastSteps: 0 },
  },
};
