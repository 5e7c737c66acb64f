import { create, ScalarType, toBinary, type DescField, type DescMessage, type DescMethod, type Message } from "@bufbuild/protobuf";

import { pathOf } from "./connection.js";
import { EXAMPLE_RESPONSES } from "./generated/examples.js";
import { messageFrom } from "./input.js";

// Loaded only in mock mode, so that others need not carry the examples.

/** The answer that the contract shows for a method, else one made from its types; encoded. */
export function exampleOf(method: DescMethod): Uint8Array {
  const example = EXAMPLE_RESPONSES[pathOf(method)];
  return toBinary(method.output, example === undefined ? invented(method.output, 0) : messageFrom(method.output, example));
}

/** A message with a value in every single field; three levels deep, for types that hold themselves. */
function invented(type: DescMessage, depth: number): Message {
  const init: Record<string, unknown> = {};
  for (const field of type.fields) {
    const value = field.oneof ? undefined : inventedField(field, depth);
    if (value !== undefined) init[field.localName] = value;
  }
  return create(type, init as never);
}

function inventedField(field: DescField, depth: number): unknown {
  if (field.fieldKind === "enum") return field.enum.values[1]?.number ?? 0;
  if (field.fieldKind === "message") {
    const ours = field.message.typeName.startsWith("omni.");
    return ours && depth < 2 ? invented(field.message, depth + 1) : undefined;
  }
  if (field.fieldKind !== "scalar") return undefined;
  if (field.scalar === ScalarType.STRING) return `mock_${field.name}`;
  return field.scalar === ScalarType.DOUBLE || field.scalar === ScalarType.FLOAT ? 0.5 : undefined;
}
