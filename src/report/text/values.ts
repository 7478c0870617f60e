import type { Kind } from "../../model/address.js";
import { specOf } from "../../model/fields.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { printable } from "./printable.js";
import { quoteText } from "./text-diff.js";

/** A value on one line: texts in quotes, long lists of objects counted; `limit` in characters. */
export function formatValue(value: Json | undefined, limit: number): string {
  if (value === undefined) return "(not set)";
  if (typeof value === "string") return quoteText(value, limit);
  if (Array.isArray(value)) return formatList(value, limit);
  if (isJsonObject(value)) return formatObject(value, limit);
  return String(value);
}

/** A field's value: times and seeds without quotes, members of sets as the plan names them. */
export function formatField(kind: Kind, field: string, value: Json | undefined, limit: number): string {
  const type = specOf(kind, field)?.type;
  if ((type === "time" || type === "seed") && typeof value === "string") return printable(value);
  if ((type === "labels" || type === "albums") && Array.isArray(value))
    return value.length === 0 ? "(none)" : value.map((member) => formatMember(member)).join(", ");
  return formatValue(value, limit);
}

/** A member of a set field: a label as `text (type)`, an address as it is, anything else as JSON. */
export function formatMember(member: Json): string {
  if (typeof member === "string") return printable(member);
  if (isJsonObject(member) && typeof member.text === "string" && typeof member.type === "string")
    return `${printable(member.text)} (${printable(member.type)})`;
  return formatValue(member, Number.POSITIVE_INFINITY);
}

function formatList(list: readonly Json[], limit: number): string {
  if (list.length > 3 && Number.isFinite(limit)) return `[${list.length} entries]`;
  return `[${list.map((entry) => formatValue(entry, limit)).join(", ")}]`;
}

function formatObject(value: { readonly [key: string]: Json }, limit: number): string {
  const entries = Object.keys(value).sort();
  return `{${entries.map((key) => `${printable(key)}: ${formatValue(value[key], limit)}`).join(", ")}}`;
}
