import type { Environment } from "../../engine/project/environment.js";
import { usageFailure } from "../../engine/project/failure.js";
import { didYouMean } from "../../manifest/text/suggest.js";
import type { OptionSpec } from "./option-spec.js";

/** Values of options as they were given: every text of an option, or true for a switch. */
export type RawFlags = ReadonlyMap<string, readonly string[] | true>;

/** The options of one call, checked. Asking for one that the command did not declare is a bug and throws. */
export class Flags {
  readonly #values: ReadonlyMap<string, readonly string[] | true>;
  readonly #names: ReadonlySet<string>;

  /** Throws a usage failure for a value that its option can't take. */
  constructor(specs: readonly OptionSpec[], raw: RawFlags, environment: Environment) {
    this.#names = new Set(specs.map((spec) => spec.name));
    const values = new Map<string, readonly string[] | true>();
    for (const spec of specs) {
      const given = raw.get(spec.name) ?? fromEnvironment(spec, environment);
      if (given === undefined) continue;
      if (given !== true)
        checkValues(spec, given, raw.has(spec.name) ? `--${spec.name}` : (spec.variable ?? ""));
      values.set(spec.name, given);
    }
    this.#values = values;
  }

  /** True when the command declares this option. */
  knows(name: string): boolean {
    return this.#names.has(name);
  }

  isOn(name: string): boolean {
    return this.#find(name) === true;
  }

  text(name: string): string | undefined {
    const value = this.#find(name);
    return value === true ? undefined : value?.at(-1);
  }

  list(name: string): readonly string[] {
    const value = this.#find(name);
    return value === undefined || value === true ? [] : value;
  }

  count(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : Number(text);
  }

  /** The first of these options that was given. */
  firstGiven(names: readonly string[]): string | undefined {
    return names.find((name) => this.#find(name) !== undefined);
  }

  /** Throws a usage failure when one of these options was given beside `what`, e.g. `--base`. `why` says why not. */
  rejectBeside(what: string, names: readonly string[], why: string): void {
    const given = this.firstGiven(names);
    if (given !== undefined)
      throw usageFailure(`${what} and --${given} don't go together`, `Leave out --${given}: ${why}`);
  }

  #find(name: string): readonly string[] | true | undefined {
    if (!this.#names.has(name)) throw new Error(`option --${name} is not declared`);
    return this.#values.get(name);
  }
}

function fromEnvironment(spec: OptionSpec, environment: Environment): readonly string[] | true | undefined {
  const value = spec.variable === undefined ? undefined : environment[spec.variable];
  if (value === undefined || value === "") return undefined;
  return spec.value === undefined ? readSwitch(spec.variable as string, value) : [value];
}

function readSwitch(variable: string, value: string): true | undefined {
  if (!["0", "1", "false", "true"].includes(value))
    throw usageFailure(`${variable} can't be "${value}"`, "Use 1 or 0.");
  return value === "1" || value === "true" ? true : undefined;
}

function checkValues(spec: OptionSpec, values: readonly string[], given: string): void {
  const { value } = spec;
  if (value === undefined) return;
  if (values.length > 1 && value.kind !== "list") {
    throw usageFailure(`${given} is given more than once`, "Give it once.");
  }
  for (const text of values) checkValue(value, text, given);
}

function checkValue(value: NonNullable<OptionSpec["value"]>, text: string, given: string): void {
  if (text === "")
    throw usageFailure(`${given} has an empty value`, `Give it a value or leave ${given} out.`);
  if (value.kind === "choice" && !value.choices.includes(text)) {
    throw usageFailure(
      `${given} can't be "${text}"${didYouMean(text, value.choices)}`,
      `Use one of: ${value.choices.join(", ")}.`,
    );
  }
  if (value.kind === "count" && !isCount(text, value.min ?? 0)) {
    throw usageFailure(`${given} can't be "${text}"`, `Use a whole number from ${value.min ?? 0} on.`);
  }
}

function isCount(text: string, min: number): boolean {
  return /^[0-9]+$/.test(text) && Number.isSafeInteger(Number(text)) && Number(text) >= min;
}
