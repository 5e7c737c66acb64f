import {
  create,
  isMessage,
  ScalarType,
  type DescEnum,
  type DescField,
  type DescMessage,
  type Message,
} from "@bufbuild/protobuf";
import { timestampFromDate, type TimestampSchema } from "@bufbuild/protobuf/wkt";

import { MISSING_POSITIONS } from "./generated/tables.js";
import { hint } from "./names.js";

/**
 * Makes a message from what a caller gave: a plain object or a message; enum values by number or name; `Date`
 * for timestamps; a list of names for field masks; `null` in lists that keep positions of missing values; members of a
 * oneof by their own name.
 *
 * @throws TypeError naming the field and what was expected.
 * @internal
 */
export function messageFrom(type: DescMessage, input: unknown): Message {
  if (isMessage(input, type)) return input;
  return create(type, messageInit(type, input, "") as never);
}

function messageInit(type: DescMessage, input: unknown, at: string): Record<string, unknown> {
  if (isMessage(input, type)) return input as never;
  if (type.typeName === "google.protobuf.FieldMask" && Array.isArray(input)) {
    return { paths: input.map((name, index) => path(name, `${at}[${index}]`)) };
  }
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw wrong(at === "" ? "the request" : at, `an object (${type.typeName})`, input);
  }
  if (type.typeName === "google.protobuf.Timestamp" && input instanceof Date) return timestamp(input, at);
  const init: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(input)) {
    if (value === undefined || value === null || key === "$typeName" || key === "$unknown") continue;
    const here = at === "" ? key : `${at}.${key}`;
    const field = type.field[key];
    if (field?.oneof) {
      if (init[field.oneof.localName] !== undefined) {
        throw new TypeError(`${here}: another member of ${field.oneof.localName} is set; expected only one`);
      }
      init[field.oneof.localName] = { case: key, value: fieldInit(field, value, here) };
    } else if (field) {
      init[key] = fieldInit(field, value, here);
    } else {
      init[key] = oneofInit(type, key, value, here);
    }
  }
  for (const [list, positions] of Object.entries(MISSING_POSITIONS[type.typeName] ?? {})) {
    takeMissing(init, input as Record<string, unknown>, list, positions);
  }
  return init;
}

/** A oneof in the shape that messages have, `{case, value}`; any other name is not known. */
function oneofInit(type: DescMessage, key: string, value: unknown, at: string): unknown {
  const oneof = type.oneofs.find((one) => one.localName === key);
  if (!oneof) {
    const names = type.fields.map((field) => field.localName);
    throw new TypeError(`${at}: ${type.typeName} has no such field; ${hint(key, names)}`);
  }
  const member = value as { case?: string; value?: unknown };
  if (member.case === undefined) return { case: undefined };
  const field = oneof.fields.find((one) => one.localName === member.case);
  if (!field) throw wrong(`${at}.case`, oneof.fields.map((one) => one.localName).join(" or "), member.case);
  return { case: member.case, value: fieldInit(field, member.value, `${at}.${member.case}`) };
}

function fieldInit(field: DescField, value: unknown, at: string): unknown {
  switch (field.fieldKind) {
    case "scalar":
      return scalarInit(field.scalar, value, at);
    case "enum":
      return enumInit(field.enum, value, at);
    case "message":
      return nestedInit(field.message, value, at);
    case "list":
      return listInit(field, value, at);
    case "map":
      return mapInit(field, value, at);
  }
}

function nestedInit(type: DescMessage, value: unknown, at: string): unknown {
  // protobuf-es gives these the shape of their JSON form, and checks them when it writes them.
  if (type.typeName === "google.protobuf.Struct" || type.typeName.endsWith("Value")) {
    if (type.file.name === "google/protobuf/struct" || type.file.name === "google/protobuf/wrappers") return value;
  }
  return messageInit(type, value, at);
}

function listInit(field: DescField & { fieldKind: "list" }, value: unknown, at: string): unknown[] {
  if (!Array.isArray(value) && !(ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    throw wrong(at, "a list", value);
  }
  const skipsMissing = MISSING_POSITIONS[field.parent.typeName]?.[field.localName] !== undefined;
  return Array.from(value as ArrayLike<unknown>, (item, index) => {
    const here = `${at}[${index}]`;
    if (item === undefined || item === null) {
      if (skipsMissing) return 0;
      throw wrong(here, "a value", item);
    }
    if (field.listKind === "scalar") return scalarInit(field.scalar, item, here);
    if (field.listKind === "enum") return enumInit(field.enum, item, here);
    return nestedInit(field.message, item, here);
  });
}

function mapInit(field: DescField & { fieldKind: "map" }, value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== "object" || Array.isArray(value)) throw wrong(at, "an object", value);
  const entries = value instanceof Map ? [...value] : Object.entries(value as object);
  const init: Record<string, unknown> = {};
  for (const [key, item] of entries) {
    const here = `${at}[${JSON.stringify(key)}]`;
    if (field.mapKind === "scalar") init[key] = scalarInit(field.scalar, item, here);
    else if (field.mapKind === "enum") init[key] = enumInit(field.enum, item, here);
    else init[key] = nestedInit(field.message, item, here);
  }
  return init;
}

/** Lists the positions of null and undefined in the sibling field, beside those given there. */
function takeMissing(init: Record<string, unknown>, input: Record<string, unknown>, list: string, into: string): void {
  const values = input[list];
  if (!Array.isArray(values)) return;
  const positions = new Set((init[into] as number[] | undefined) ?? []);
  // By index, because forEach skips the holes of a sparse array, and those are missing too.
  for (let index = 0; index < values.length; index++) {
    if (values[index] === null || values[index] === undefined) positions.add(index);
  }
  if (positions.size > 0) init[into] = [...positions].sort((a, b) => a - b);
}

function enumInit(type: DescEnum, value: unknown, at: string): number {
  if (typeof value === "number" && Number.isInteger(value)) return value;
  if (typeof value === "string") {
    const name = value.toUpperCase();
    const prefix = type.sharedPrefix?.toUpperCase() ?? "";
    const found = type.values.find((one) => one.name === name || one.name === prefix + name);
    if (found) return found.number;
  }
  const names = type.values.map((one) => one.localName).join(", ");
  throw wrong(at, `one of ${names}`, value);
}

function scalarInit(type: ScalarType, value: unknown, at: string): unknown {
  switch (type) {
    case ScalarType.STRING:
      if (typeof value === "string") return value;
      throw wrong(at, "a string", value);
    case ScalarType.BOOL:
      if (typeof value === "boolean") return value;
      throw wrong(at, "true or false", value);
    case ScalarType.BYTES:
      if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength);
      throw wrong(at, "a Uint8Array", value);
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      if (typeof value === "number") return value;
      throw wrong(at, "a number", value);
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
      return integer64(value, -(2n ** 63n), 2n ** 63n - 1n, at);
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return integer64(value, 0n, 2n ** 64n - 1n, at);
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return integer32(value, 0, 2 ** 32 - 1, at);
    default:
      return integer32(value, -(2 ** 31), 2 ** 31 - 1, at);
  }
}

function integer32(value: unknown, low: number, high: number, at: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= low && value <= high) return value;
  throw wrong(at, `a whole number from ${low} to ${high}`, value);
}

function integer64(value: unknown, low: bigint, high: bigint, at: string): bigint {
  const whole = typeof value === "bigint" || Number.isSafeInteger(value) || /^-?\d+$/.test(String(value));
  const number = whole ? BigInt(value as bigint | number | string) : undefined;
  if (number !== undefined && number >= low && number <= high) return number;
  throw wrong(at, "a 64-bit integer as bigint, number or string", value);
}

function timestamp(date: Date, at: string): Record<string, unknown> {
  if (Number.isNaN(date.getTime())) throw new TypeError(`${at}: the Date is invalid`);
  const message: ReturnType<typeof create<typeof TimestampSchema>> = timestampFromDate(date);
  return message as never;
}

/** The path of a field mask that a name stands for: `fullName` is `full_name` on the wire. */
function path(name: unknown, at: string): string {
  if (typeof name !== "string") throw wrong(at, "the name of a field", name);
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function wrong(at: string, expected: string, value: unknown): TypeError {
  return new TypeError(`${at}: expected ${expected}, got ${show(value)}`);
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}
