import type { Json, JsonObject } from "../../src/model/json.js";

/** Makes decisions from a list of numbers: the same numbers, the same text. */
export type Choose = <T>(options: readonly T[]) => T;

/** A source of decisions; when the numbers run out they begin again, shifted. */
export function chooseFrom(numbers: readonly number[]): Choose {
  let at = 0;
  return (options) => {
    const number = (numbers[at % numbers.length] ?? 0) + Math.floor(at / numbers.length);
    at++;
    return options[number % options.length] as (typeof options)[number];
  };
}

/** A document as a person might have typed it: comments, odd indents, every quoting style, brackets here and there. */
export function writeIrregular(value: JsonObject, choose: Choose): string {
  const lines = writeMap(value, choose([0, 0, 0, 2]), choose);
  const head = choose([[], ["# a comment at the top", ""], ["---"]]);
  const text = [...head, ...lines].join(choose(["\n", "\n", "\n", "\r\n"]));
  return choose([true, true, true, false]) || endsInBlockText(lines)
    ? `${text}${text.includes("\r\n") ? "\r\n" : "\n"}`
    : text;
}

function writeMap(value: JsonObject, indent: number, choose: Choose): string[] {
  const blanks = " ".repeat(indent);
  const lines: string[] = [];
  for (const [key, part] of Object.entries(value)) {
    const comments = [[], [], [], [], [`${blanks}# about ${key}`]];
    if (!endsInBlockText(lines)) comments.push([""], [`${blanks}  # odd: "comment", {x}`]);
    lines.push(...choose<string[]>(comments));
    lines.push(...writeMember(`${blanks}${writeKey(key, choose)}:`, part, indent, choose));
  }
  return lines;
}

// What is indented deeper than a block text belongs to it, and so may a blank line.
function endsInBlockText(lines: readonly string[]): boolean {
  return lines.some((line) => /\|[-+]?$/.test(line));
}

function writeMember(head: string, value: Json, indent: number, choose: Choose): string[] {
  const isList = Array.isArray(value);
  const size = typeof value === "object" && value !== null ? Object.keys(value).length : 0;
  if (size > 0 && choose([true, true, false])) {
    const opening = head + choose(["", "", "   # why"]);
    const inner = isList
      ? writeList(value as readonly Json[], indent + choose([0, 2, 2, 1, 4]), choose)
      : writeMap(value as JsonObject, indent + choose([2, 2, 1, 4, 3]), choose);
    return [opening, ...inner];
  }
  const gap = choose([" ", " ", "   "]);
  const block =
    typeof value === "string" && choose([true, false]) ? writeBlockText(value, indent, choose) : [];
  if (block.length > 0) return [`${head}${gap}${block[0]}`, ...block.slice(1)];
  if (value === null && choose([true, false])) return [head + choose(["", "  ", "  # nothing"])];
  return [`${head}${gap}${writeFlow(value, choose)}${choose(["", "", "", "  # tail: 'x'", "      #"])}`];
}

function writeList(value: readonly Json[], indent: number, choose: Choose): string[] {
  const blanks = " ".repeat(indent);
  return value.flatMap((item) => {
    const gap = choose([1, 1, 3]);
    const isMap = typeof item === "object" && item !== null && !Array.isArray(item);
    if (!isMap || Object.keys(item).length === 0 || choose([true, false, false, false])) {
      return [`${blanks}-${" ".repeat(gap)}${writeFlow(item, choose)}${choose(["", "", " # item"])}`];
    }
    const lines = writeMap(item as JsonObject, indent + 1 + gap, choose);
    const own = endsInBlockText(lines) ? [] : choose([[], [], [`${blanks}    # belongs to the item above`]]);
    const first = lines[0] ?? "";
    const joins = first.trim() !== "" && !first.trim().startsWith("#") && choose([true, true, true, false]);
    const head = joins
      ? [`${blanks}-${first.slice(indent + 1)}`]
      : [`${blanks}-${choose(["", " # dash"])}`, first];
    return [...head, ...lines.slice(1), ...own];
  });
}

function writeBlockText(text: string, indent: number, choose: Choose): string[] {
  if (!/^[a-z][a-z ]*[a-z](\n[a-z][a-z ]*[a-z])*\n*$/.test(text)) return [];
  const body = text.replace(/\n+$/, "");
  const ends = text.length - body.length;
  const chomp = ends === 0 ? "-" : ends === 1 ? choose(["", "+"]) : "+";
  const lines = body.split("\n").map((line) => " ".repeat(indent + 2) + line);
  return [`|${chomp}`, ...lines, ...Array.from({ length: Math.max(0, ends - 1) }, () => "")];
}

function writeFlow(value: Json, choose: Choose): string {
  if (Array.isArray(value))
    return `[${value.map((item: Json) => writeFlow(item, choose)).join(choose([", ", ","]))}]`;
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).map(
      ([key, part]) => `${writeKey(key, choose)}: ${writeFlow(part as Json, choose)}`,
    );
    const [open, close] = choose([
      ["{ ", " }"],
      ["{", "}"],
      ["{", ", }"],
    ]);
    return parts.length === 0 ? "{}" : `${open}${parts.join(", ")}${close}`;
  }
  return typeof value === "string" ? writeText(value, choose) : JSON.stringify(value);
}

function writeText(text: string, choose: Choose): string {
  const styles = [JSON.stringify(text)];
  if (!/[\n\t]/.test(text)) styles.push(`'${text.replaceAll("'", "''")}'`);
  if (/^[a-z][a-z ]*[a-z]$/.test(text) && !/^(true|false|null|yes|no|on|off)$/.test(text))
    styles.push(text, text);
  return choose(styles);
}

function writeKey(key: string, choose: Choose): string {
  return choose([key, key, key, JSON.stringify(key), `'${key}'`]);
}
