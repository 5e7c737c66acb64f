import { create, ScalarType, type DescField, type DescMessage, type DescMethod, type Message } from "@bufbuild/protobuf";

import { valueOf } from "./json.js";
import { timesOf, widened } from "./series.js";

// What an answer of mock mode takes from its request, as far as the example of the contract shows it; the native core
// does the same.

/** The example's request, or an item of it, and what stands there in the request that is answered. */
type Pair = readonly [type: DescMessage | undefined, example: unknown, asked: unknown];
type ListField = DescField & { fieldKind: "list" };

/** Shorter lists and texts are alike by chance. */
const TELLING_ITEMS = 2;
const TELLING_CHARACTERS = 3;
/** No answer grows beyond this many items, whatever a request says. */
const MOST_ITEMS = 10_000;

/**
 * The answers to a request, made from the one that the contract shows: a list that is as long as a number or a list of
 * the example's request says follows that field, a text that stands in both is repeated, and so is a field of the same
 * name. A stream whose items have an index answers a list one by one.
 */
export function fitted(method: DescMethod, shown: Message, example: Message, asked: Message): Message[] {
  const pairs: Pair[] = [[method.input, example, asked]];
  const index = method.output.field["index"];
  const list = index && onlyList(method.input);
  const count = list && lengthOf(asked, list);
  if (!list || !count) return [answered(method, shown, pairs, asked)];
  return Array.from({ length: Math.min(count, MOST_ITEMS) }, (_, position) => {
    const item = answered(method, shown, [...pairs, entered(list, pairs, position, 0)], asked);
    return Object.assign(item, { index: position });
  });
}

function answered(method: DescMethod, shown: Message, pairs: readonly Pair[], asked: Message): Message {
  const answer = liken(method.output, shown, pairs);
  for (const field of method.output.fields) {
    const same = method.input.field[field.localName];
    const value = same && same.scalar === field.scalar && same.fieldKind === field.fieldKind ? valueOf(asked, same) : undefined;
    if (same && !same.oneof && !field.oneof && isSet(value)) Object.assign(answer, { [field.localName]: value });
  }
  return answer;
}

function liken(type: DescMessage, shown: Message, pairs: readonly Pair[]): Message {
  const init: Record<string, unknown> = {};
  for (const field of type.fields) {
    const value = valueOf(shown, field);
    if (value === undefined) continue;
    const made = field.fieldKind === "list" ? likenList(field, value as unknown[], pairs) : likenOne(field, value, pairs);
    if (field.oneof) init[field.oneof.localName] = { case: field.localName, value: made };
    else init[field.localName] = made;
  }
  const times = timesOf(type, pairs.at(-1)?.[2] as Message);
  if (times) init["times"] = times;
  return create(type, init as never);
}

function likenOne(field: DescField, value: unknown, pairs: readonly Pair[]): unknown {
  if (field.fieldKind === "map") return value;
  if (field.message?.typeName.startsWith("omni.")) return liken(field.message, value as Message, pairs);
  if (typeof value !== "string" || value.length < TELLING_CHARACTERS) return value;
  for (const [type, example, asked] of pairs.toReversed()) {
    const found = counterpart(type, example, asked, value);
    if (found !== undefined) return found;
  }
  return value;
}

function likenList(field: ListField, shown: readonly unknown[], pairs: readonly Pair[]): unknown[] {
  if (shown.length === 0) return [];
  const named = namedBy(field, pairs);
  if (named) {
    return named.values.map((value, position) => {
      const item = likenOne(field, shown[position % shown.length], pairs) as Message;
      return Object.assign(item, widened(item, named.key, value), { [named.key]: value });
    });
  }
  const { count, list } = followed(shown.length, pairs) ?? { count: shown.length, list: undefined };
  return Array.from({ length: Math.min(count, MOST_ITEMS) }, (_, position) =>
    likenOne(field, shown[position % shown.length], list ? [...pairs, entered(list, pairs, position, position)] : pairs),
  );
}

/** How long a list is that has so many items in the example, and the list of the request that its items follow. */
function followed(shown: number, pairs: readonly Pair[]): { count: number; list: ListField | undefined } | undefined {
  if (shown < TELLING_ITEMS) return undefined;
  for (const [type, example, asked] of pairs.toReversed()) {
    const number = type?.fields.find((field) => isWhole(field) && Number(valueOf(example as Message, field)) === shown);
    const list = type?.fields.find((field) => field.fieldKind === "list" && lengthOf(example as Message, field) === shown);
    const field = number ?? list;
    if (field === undefined) continue;
    const count = field.fieldKind === "list" ? lengthOf(asked as Message, field) : Number(valueOf(asked as Message, field));
    return count > 0 ? { count, list: field.fieldKind === "list" ? field : undefined } : undefined;
  }
  return undefined;
}

/** The values of the request's list that names the items of a list of the answer, as `levels` the `level` of intervals. */
function namedBy(list: ListField, pairs: readonly Pair[]): { key: string; values: readonly unknown[] } | undefined {
  const [type, , asked] = pairs.at(-1) ?? [];
  for (const field of list.message?.fields ?? []) {
    const names = type?.fields.find(({ name }) => name === `${field.name}s`);
    if (field.fieldKind === "list" || names?.fieldKind !== "list" || names.scalar !== field.scalar) continue;
    const values = valueOf(asked as Message, names) as unknown[];
    if (values.length > 0) return { key: field.localName, values };
  }
  return undefined;
}

/** The pair of one item of a list; `shown` is the item of the example that stands for it. */
function entered(list: ListField, pairs: readonly Pair[], position: number, shown: number): Pair {
  const [, example, asked] = pairs.findLast(([type]) => type === list.parent) ?? [];
  const examples = valueOf(example as Message, list) as unknown[];
  return [list.message, examples[shown % Math.max(1, examples.length)], (valueOf(asked as Message, list) as unknown[])[position]];
}

function counterpart(type: DescMessage | undefined, example: unknown, asked: unknown, shown: string): string | undefined {
  if (typeof example === "string") return example === shown && typeof asked === "string" && asked !== "" ? asked : undefined;
  for (const field of type?.fields ?? []) {
    const values = [valueOf(example as Message, field), valueOf(asked as Message, field)].map((value) =>
      field.fieldKind === "list" ? (value as unknown[]) : [value],
    );
    const inner = field.fieldKind === "map" ? undefined : field.message;
    for (const [at, value] of (values[0] ?? []).entries()) {
      const other = values[1]?.[at];
      const found = value === undefined || other === undefined ? undefined : counterpart(inner, value, other, shown);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function onlyList(type: DescMessage): ListField | undefined {
  const lists = type.fields.filter((field): field is ListField => field.fieldKind === "list");
  return lists.length === 1 ? lists[0] : undefined;
}

function lengthOf(message: Message, field: DescField): number {
  return (valueOf(message, field) as unknown[] | undefined)?.length ?? 0;
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function isWhole(field: DescField): boolean {
  if (field.fieldKind !== "scalar") return false;
  return ![ScalarType.STRING, ScalarType.BYTES, ScalarType.BOOL, ScalarType.DOUBLE, ScalarType.FLOAT].includes(field.scalar);
}
