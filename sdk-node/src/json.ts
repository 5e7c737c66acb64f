import type { DescField, DescMessage, Message } from "@bufbuild/protobuf";

// What JSON.stringify writes of an answer. protobuf's own JSON codec would weigh 4 kB in a page, and leaves out zeros and
// empty lists.

/** An answer, which `JSON.stringify` writes as the REST interface does. */
export type Answer<T> = T & {
  /** For `JSON.stringify`: 64-bit integers as text, times as RFC 3339, enum values by name. */
  toJSON(): unknown;
};

/** What the runtime does to an answer and each message in it besides; a page has no console to hide secrets from. */
export const runtime: { dress?: (type: DescMessage, message: Message) => void } = {};

/** Gives the message and all that it holds a toJSON, which neither copies nor comparisons nor structuredClone see. */
export function presentable<T extends Message>(type: DescMessage, message: T): T {
  Object.defineProperty(message, "toJSON", { value: () => jsonOf(type, message) });
  runtime.dress?.(type, message);
  for (const field of type.fields) {
    const value = field.message && valueOf(message, field);
    if (!value) continue;
    for (const held of field.fieldKind === "message" ? [value] : Object.values(value)) {
      if (held.$typeName) presentable(field.message as DescMessage, held);
    }
  }
  return message;
}

/** As JSON.stringify takes it, which asks the messages inside for their own. No answer has a negative duration. */
function jsonOf(type: DescMessage, message: Message): unknown {
  const { seconds, nanos } = message as Message & { seconds: bigint; nanos: number };
  const fraction = nanos ? (nanos / 1e9).toFixed(9).slice(1).replace(/0+$/, "") : "";
  if (type.typeName === "google.protobuf.Timestamp") {
    return new Date(Number(seconds) * 1000).toISOString().replace(".000", fraction);
  }
  if (type.typeName === "google.protobuf.Duration") return `${seconds}${fraction}s`;
  const json: Record<string, unknown> = {};
  for (const field of type.fields) {
    const value = valueOf(message, field);
    json[field.jsonName] = field.fieldKind === "list" ? (value as unknown[]).map((item) => one(field, item)) : one(field, value);
  }
  return json;
}

function one(field: DescField, value: unknown): unknown {
  if (field.enum) return field.enum.value[value as number]?.name ?? value;
  // What JSON has no number for; a bigint is none of the finite numbers.
  return /bigint|number/.test(typeof value) && !Number.isFinite(value) ? String(value) : value;
}

/** The value of a field; undefined where it has presence and is not set. */
export function valueOf(message: Message, field: DescField): unknown {
  const values = message as unknown as Record<string, unknown>;
  if (!field.oneof) return values[field.localName];
  const member = values[field.oneof.localName] as { case?: string; value?: unknown };
  return member.case === field.localName ? member.value : undefined;
}
