// An OpenID Connect provider on this machine: npm's `oidc-provider`, with its forms for developers, which sign anybody in
// as whom they say they are. Prints its issuer. Clients register themselves (RFC 7591).
import { createServer } from "node:http";

import { exportJWK, generateKeyPair } from "jose";
import Provider from "oidc-provider";

const keys = await Promise.all(
  ["RS256", "PS256", "ES256", "EdDSA"].map(async (alg) => {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    return { ...(await exportJWK(privateKey)), alg, kid: `key-${alg}`, use: "sig" };
  }),
);

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "none"],
    cookies: { keys: ["a key of this test"] },
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "PS256", "ES256", "EdDSA", "HS256"] },
    features: { devInteractions: { enabled: true }, registration: { enabled: true } },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: !id.startsWith("unproven"), name: "Eva Novak" }),
    }),
    jwks: { keys },
    pkce: { required: () => true },
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
