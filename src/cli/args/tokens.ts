import { cac } from "cac";
import { type Failure, usageFailure } from "../../engine/project/failure.js";
import type { RawFlags } from "./flags.js";
import type { OptionSpec } from "./option-spec.js";
import { valueLabel } from "./options.js";

/** cac turns whatever looks like a number into one; with this in front `007` and `123e4` stay text. */
const TEXT_MARK = "\u0001";

type Specs = ReadonlyMap<string, OptionSpec>;

/** A command line, cut into words and options. */
export interface Tokens {
  readonly words: readonly string[];
  readonly flags: RawFlags;
  /** Options as they were typed that no command knows. */
  readonly unknown: readonly string[];
  /** Options without their value or with one too many. */
  readonly problems: readonly Failure[];
}

/** What one token means to cac, or why it means nothing. */
type SafeToken =
  | { readonly token: string; readonly specs: readonly OptionSpec[]; readonly problem?: Failure }
  | { readonly unknown: string };

/** Cuts a command line. Mistakes are gathered, so that even a wrong line tells how to report them. */
export function readTokens(argv: readonly string[], specs: Specs): Tokens {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  const safe = argv.slice(0, end).map((token) => protectToken(token, specs));
  const cli = cac("sync");
  const known = safe.filter((part) => "token" in part);
  // Only those that were given: making the options of all commands takes 0.8 ms of each start.
  const named = new Set(known.flatMap((part) => part.specs));
  const given = [...specs.values()].filter((spec) => named.has(spec));
  for (const spec of given) cli.option(cacOption(spec), spec.summary);
  const line = ["node", "sync", ...known.map(({ token }) => token)];
  const { args, options } = cli.parse(line, { run: false });
  const flags = collectFlags(options, given);
  return {
    words: [...args.map(unmark), ...argv.slice(end + 1)],
    flags: flags.given,
    unknown: safe.flatMap((part) => ("unknown" in part ? [part.unknown] : [])),
    problems: [...known.flatMap(({ problem }) => problem ?? []), ...flags.problems],
  };
}

/**
 * A token in the form that cac leaves alone. Dashes inside a name become underscores: cac would read `--no-color` as a
 * negation of `--color`.
 */
function protectToken(token: string, specs: Specs): SafeToken {
  if (!token.startsWith("-") || token === "-") return { token: TEXT_MARK + token, specs: [] };
  const [head, value] = splitAtEquals(token);
  if (!head.startsWith("--")) return protectLetters(head.slice(1), value, specs);
  const spec = specs.get(head.slice(2));
  return spec === undefined ? { unknown: head } : withValue(`--${cacName(spec)}`, [spec], value);
}

/** `-q`, `-qv`, `-C=dir`, `-Cdir`. */
function protectLetters(letters: string, value: string | undefined, specs: Specs): SafeToken {
  const found = Array.from(letters, (letter) => [...specs.values()].find((spec) => spec.short === letter));
  const [first] = found;
  if (first?.value !== undefined && letters.length > 1) {
    const rest = value === undefined ? letters.slice(1) : `${letters.slice(1)}=${value}`;
    return withValue(`-${letters[0]}`, [first], rest);
  }
  const strange = found.indexOf(undefined);
  const known = found.filter((spec) => spec !== undefined);
  if (strange >= 0 || known.length === 0) return { unknown: `-${letters[strange]}` };
  return withValue(`-${letters}`, known, value);
}

/** A value behind several letters is that of the last one. */
function withValue(head: string, specs: readonly OptionSpec[], value: string | undefined): SafeToken {
  const last = specs.at(-1) as OptionSpec;
  if (value === undefined) return { token: head, specs };
  if (last.value !== undefined) return { token: `${head}=${TEXT_MARK}${value}`, specs };
  const problem = usageFailure(`--${last.name} takes no value`, `Write --${last.name} alone.`);
  return { token: head, specs, problem };
}

function splitAtEquals(token: string): [head: string, value: string | undefined] {
  const at = token.indexOf("=");
  return at < 0 ? [token, undefined] : [token.slice(0, at), token.slice(at + 1)];
}

function cacName(spec: OptionSpec): string {
  return spec.name.replaceAll("-", "_");
}

function cacOption(spec: OptionSpec): string {
  const short = spec.short === undefined ? "" : `-${spec.short}, `;
  return `${short}--${cacName(spec)}${spec.value === undefined ? "" : " <value>"}`;
}

function collectFlags(
  options: { readonly [name: string]: unknown },
  given: readonly OptionSpec[],
): { given: RawFlags; problems: readonly Failure[] } {
  const flags = new Map<string, readonly string[] | true>();
  const problems: Failure[] = [];
  for (const spec of given) {
    const value = options[cacName(spec)];
    if (value === undefined) continue;
    const values = Array.isArray(value) ? value : [value];
    if (spec.value !== undefined && values.includes(true)) {
      problems.push(
        usageFailure(`--${spec.name} needs a value`, `Write --${spec.name} ${valueLabel(spec)}.`),
      );
    }
    flags.set(spec.name, spec.value === undefined ? true : values.map(unmark));
  }
  return { given: flags, problems };
}

function unmark(value: unknown): string {
  return String(value).replace(TEXT_MARK, "");
}
