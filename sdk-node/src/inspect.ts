import type { DescMessage, Message } from "@bufbuild/protobuf";

import { valueOf } from "./json.js";

/** Stands where a secret is not shown. */
const REDACTED = "…";
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** Hides what the contract calls a secret from `console.log` and `util.inspect`; the field itself is as it was. */
export function hideSecrets(type: DescMessage, message: Message): void {
  const secrets = type.fields.filter((field) => field.proto.options?.debugRedact);
  if (secrets.length === 0) return;
  const value = (_depth: number, options: object, inspect: (value: unknown, options: object) => string): string => {
    const copy: Record<string, unknown> = { ...message };
    for (const field of secrets) {
      const secret = valueOf(message, field) as { length?: number } | undefined;
      if (secret === undefined || secret.length === 0) continue;
      if (field.oneof) copy[field.oneof.localName] = { case: field.localName, value: REDACTED };
      else copy[field.localName] = REDACTED;
    }
    return inspect(copy, options);
  };
  Object.defineProperty(message, INSPECT, { value, configurable: true });
}
