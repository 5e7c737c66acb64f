import { isFieldSet, type DescEnum, type DescField, type DescMessage, type Message } from "@bufbuild/protobuf";

import type { FieldViolation } from "./errors.js";
import { RULES } from "./generated/rules.js";
import { valueOf } from "./json.js";

// What the server refuses, in its words, for mock mode without the native core. The rules come from the contract.

type Bound = number | bigint;
/** A rule and its bounds; lengths have a least and a most, null for none. */
export type Rule =
  | readonly ["gt" | "gte" | "lt" | "lte", Bound]
  | readonly ["characters" | "bytes" | "items", number, number | null]
  | readonly ["pattern", string]
  | readonly ["in" | "defined_only", readonly string[]]
  | readonly ["finite" | "email" | "unique"];

/** The rules of one field. */
export interface FieldRules {
  readonly required?: true;
  /** Whether rules do not hold for its zero. */
  readonly skipZero?: true;
  /** On the value, or on the list or map as a whole. */
  readonly whole?: readonly Rule[];
  /** On each item of a list or each value of a map. */
  readonly items?: readonly Rule[];
  readonly keys?: readonly Rule[];
  /** The sibling list of positions whose items were not observed. */
  readonly missing?: string;
  /** The sibling that has to be set where this field is. */
  readonly needs?: string;
}

/** The rules of one message. */
export interface MessageRules {
  readonly fields: Readonly<Record<string, FieldRules>>;
  /** Of each of these, one field has to be set. */
  readonly oneofs?: readonly string[];
  /** The list whose items fail alone, where the message is a request. */
  readonly alone?: string;
}

/** The server lists no more. */
const MOST_VIOLATIONS = 20;
const COMPARED = { gt: "greater than", gte: "greater than or equal to", lt: "less than", lte: "less than or equal to" };
const LOCAL_PART = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const HOST_LABEL = /^(?!-)[A-Za-z0-9-]{1,63}(?<!-)$/;

/** The broken rules of a request, but for those of items that fail alone. */
export function violationsOf(type: DescMessage, request: Message): FieldViolation[] {
  const found: FieldViolation[] = [];
  checkMessage(type, request, "", found, RULES[type.typeName]?.alone);
  return found;
}

/** The items that fail alone and break rules, by their position, each with what is wrong below it. */
export function itemViolationsOf(type: DescMessage, request: Message): Map<number, FieldViolation[]> {
  const field = type.field[RULES[type.typeName]?.alone ?? ""];
  const failing = new Map<number, FieldViolation[]>();
  if (field?.fieldKind !== "list" || !field.message) return failing;
  for (const [index, item] of (valueOf(request, field) as Message[]).entries()) {
    const found: FieldViolation[] = [];
    checkMessage(field.message, item, "", found);
    if (found.length > 0) failing.set(index, found);
  }
  return failing;
}

function checkMessage(type: DescMessage, message: Message, at: string, found: FieldViolation[], except?: string): void {
  const rules = RULES[type.typeName];
  for (const field of type.fields) {
    const own = rules?.fields[field.localName];
    if (own) checkField(field, own, message, at, found);
  }
  for (const name of rules?.oneofs ?? []) {
    const oneof = type.oneofs.find((one) => one.name === name);
    if (!oneof?.fields.some((field) => isFieldSet(message, field))) {
      add(found, at + name, "required", "expected one of its fields to be set");
    }
  }
  for (const field of type.fields) {
    const inner = field.message;
    if (!inner?.typeName.startsWith("omni.") || field.localName === except || !isFieldSet(message, field)) continue;
    const value = valueOf(message, field);
    if (field.fieldKind === "message") checkMessage(inner, value as Message, `${at}${field.name}.`, found);
    else for (const [key, item] of Object.entries(value as object)) checkMessage(inner, item, `${at}${field.name}[${key}].`, found);
  }
}

function checkField(field: DescField, rules: FieldRules, message: Message, at: string, found: FieldViolation[]): void {
  const isSet = isFieldSet(message, field);
  const here = at + field.name;
  if (rules.required && !isSet) return add(found, here, "required", "expected a value");
  const needed = isSet && rules.needs !== undefined ? field.parent.field[rules.needs] : undefined;
  if (needed && !isFieldSet(message, needed)) add(found, at + needed.name, "needs", `must be given where ${field.name} is given`);
  if (!isSet && (hasPresence(field) || rules.skipZero)) return;
  const value = valueOf(message, field);
  check(rules.whole, value, field, here, found);
  if (field.fieldKind !== "list" && field.fieldKind !== "map") return;
  const sibling = rules.missing && message[rules.missing as keyof Message];
  const missing = new Set((sibling || []) as unknown as number[]);
  for (const [key, item] of Object.entries(value as object)) {
    if (field.fieldKind === "map") check(rules.keys, key, field, `${here}[${key}]`, found);
    if (!missing.has(Number(key))) check(rules.items, item, field, `${here}[${key}]`, found);
  }
}

function hasPresence(field: DescField): boolean {
  return field.fieldKind === "message" || field.oneof !== undefined || field.proto.proto3Optional;
}

function check(rules: readonly Rule[] | undefined, value: unknown, field: DescField, at: string, found: FieldViolation[]): void {
  for (const rule of rules ?? []) {
    const expected = broken(rule, value, field.enum);
    const name = { characters: "len", bytes: "len" }[rule[0] as string] ?? rule[0];
    if (expected !== undefined) add(found, at, name, expected);
  }
}

function add(found: FieldViolation[], field: string, reason: string, description: string): void {
  if (found.length < MOST_VIOLATIONS) found.push({ field, description, reason });
}

/** What was expected, if the value breaks the rule. */
function broken(rule: Rule, value: unknown, of: DescEnum | undefined): string | undefined {
  switch (rule[0]) {
    case "gt":
    case "gte":
    case "lt":
    case "lte":
      return compares(rule[0], value as Bound, rule[1]) ? undefined : `must be ${COMPARED[rule[0]]} ${rule[1]}`;
    case "characters":
      return between([...(value as string)].length, rule[1], rule[2], rule[0]);
    case "bytes":
      return between(typeof value === "string" ? new TextEncoder().encode(value).length : (value as Uint8Array).length, rule[1], rule[2], rule[0]);
    case "items":
      return between(Object.keys(value as object).length, rule[1], rule[2], rule[0]);
    case "pattern":
      return new RegExp(rule[1], "u").test(value as string) ? undefined : `must match ${rule[1]}`;
    case "in":
      return rule[1].includes(value as string) ? undefined : `must be one of ${rule[1].map((one) => JSON.stringify(one)).join(", ")}`;
    case "defined_only":
      return of?.value[value as number] ? undefined : `must be one of ${rule[1].join(", ")}, not ${value}`;
    case "finite":
      return Number.isFinite(value) ? undefined : "must be a finite number";
    case "email":
      return isEmail(value as string) ? undefined : "must be an e-mail address";
    case "unique": {
      const seen = new Set();
      const doubled = (value as unknown[]).findIndex((item) => seen.size === seen.add(item).size);
      return doubled < 0 ? undefined : `must not hold a value twice; item ${doubled} repeats one before it`;
    }
  }
}

function compares(rule: keyof typeof COMPARED, value: Bound, bound: Bound): boolean {
  if (rule === "gt") return value > bound;
  if (rule === "gte") return value >= bound;
  return rule === "lt" ? value < bound : value <= bound;
}

function between(length: number, least: number, most: number | null, what: string): string | undefined {
  if (length >= least && length <= (most ?? Infinity)) return undefined;
  // The things are named in the plural; of one, the last letter goes.
  const of = (count: number): string => `${count} ${count === 1 ? what.slice(0, -1) : what}`;
  if (most === null) return `must have at least ${of(least)}, not ${length}`;
  if (least === 0) return `must have at most ${of(most)}, not ${length}`;
  return `must have ${least === most ? `exactly ${of(least)}` : `${least} to ${most} ${what}`}, not ${length}`;
}

function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  const host = text.slice(at + 1);
  return at > 0 && LOCAL_PART.test(text.slice(0, at)) && host.length <= 253 && host.split(".").every((label) => HOST_LABEL.test(label));
}
