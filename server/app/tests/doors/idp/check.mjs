// Checks an access token by the published keys with npm's `jose`, as a service of somebody else would: the address of the
// keys and the token are arguments; prints what the token says, or the code of what is wrong.
import { createRemoteJWKSet, jwtVerify } from "jose";

const [keys, token] = process.argv.slice(2);
try {
  const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(new URL(keys)), {
    algorithms: ["EdDSA"],
    audience: "omni-api",
    issuer: "omni",
    requiredClaims: ["sub", "exp", "iat", "jti"],
    typ: "at+jwt",
  });
  console.log(JSON.stringify({ payload, kid: protectedHeader.kid }));
} catch (error) {
  console.log(JSON.stringify({ code: error.code ?? String(error) }));
}
