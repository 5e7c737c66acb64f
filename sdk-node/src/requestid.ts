/** The header with the id of a request. */
export const REQUEST_ID = "x-request-id";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** A new request id: `req_` and a UUIDv7 (RFC 9562) in 26 characters of Crockford's base32, as the native core makes it. */
export function newRequestId(): string {
  const random = crypto.getRandomValues(new BigUint64Array(2));
  const high = (BigInt(Date.now()) << 16n) | 0x7000n | ((random[0] ?? 0n) & 0xfffn);
  const low = (0b10n << 62n) | ((random[1] ?? 0n) >> 2n);
  let rest = (high << 64n) | low;
  let text = "";
  for (let digit = 0; digit < 26; digit++) {
    text = ALPHABET.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return `req_${text}`;
}
