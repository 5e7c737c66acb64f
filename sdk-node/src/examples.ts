import { create, fromBinary, ScalarType, toBinary, type DescField, type DescMessage, type DescMethod, type Message } from "@bufbuild/protobuf";

import { pathOf } from "./connection.js";
import { EXAMPLE_REQUESTS, EXAMPLE_RESPONSES } from "./generated/examples.js";
import { messageFrom } from "./input.js";
import type { FieldViolation } from "./errors.js";
import { fitted } from "./likeness.js";
import { itemViolationsOf, violationsOf } from "./rules.js";

// Loaded only in mock mode, so that others need not carry the examples and the rules.

/** What is wrong with a request by the rules of the contract; the server refuses it in the same words. */
export function refusalOf(method: DescMethod, request: Uint8Array): FieldViolation[] {
  return violationsOf(method.input, fromBinary(method.input, request));
}

/**
 * The answer that the contract shows for a method, fitted to the request, else one made from its types; encoded. Items
 * of a request that fail alone get their failure.
 */
export function answersTo(method: DescMethod, request: Uint8Array): Uint8Array[] {
  const failing = itemViolationsOf(method.input, fromBinary(method.input, request));
  const answers = shownAnswersTo(method, request);
  for (const [index, [first]] of failing) {
    if (!first || index >= answers.length || !method.output.field["failure"]) continue;
    const message = `${first.field}: ${first.description}`;
    const failure = { reason: "INVALID_FIELD", message, field: first.field, code: "INVALID_ARGUMENT" };
    answers[index] = toBinary(method.output, messageFrom(method.output, { index, failure }));
  }
  return answers;
}

function shownAnswersTo(method: DescMethod, request: Uint8Array): Uint8Array[] {
  const [example, answer] = [EXAMPLE_REQUESTS[pathOf(method)], EXAMPLE_RESPONSES[pathOf(method)]];
  if (answer === undefined) return [toBinary(method.output, invented(method.output, 0))];
  const shown = messageFrom(method.output, answer);
  if (example === undefined) return [toBinary(method.output, shown)];
  const answers = fitted(method, shown, messageFrom(method.input, example), fromBinary(method.input, request));
  return answers.map((message) => toBinary(method.output, message));
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
