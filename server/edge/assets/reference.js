// Starts the API reference over this server's own description; nothing is asked of any other host.
"use strict";

Scalar.createApiReference("#reference", {
  url: "/openapi.json",
  favicon: "/favicon.svg",
  proxyUrl: "",
  telemetry: false,
  withDefaultFonts: false,
  persistAuth: false,
  hideClientButton: true,
  hiddenClients: true, // the samples come with the description
  showDeveloperTools: "never",
  agent: { disabled: true },
  mcp: { disabled: true },
  defaultOpenAllTags: true,
  authentication: { preferredSecurityScheme: "apiKey" },
});
