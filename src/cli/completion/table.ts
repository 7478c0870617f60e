import type { CandidateKind } from "../../engine/candidates.js";
import { compareText } from "../../model/text-order.js";
import type { Command } from "../args/command.js";
import type { OptionSpec } from "../args/option-spec.js";
import { allOptions, optionsOf } from "../args/parse.js";

/** A word that may come next, with its description. */
export interface Choice {
  readonly word: string;
  readonly summary: string;
}

/** Where a shell asks the program, since manifests say what may come next. */
export interface Question {
  /** The words so far; with `more`, also those that begin with them. */
  readonly said: string;
  readonly more: boolean;
  /** The option whose value is next; without one it is a word. */
  readonly option?: OptionSpec;
  readonly kind: CandidateKind;
}

/** An option whose value is another than that of the same option of other commands. */
export interface OwnValue {
  /** The command. */
  readonly said: string;
  readonly option: OptionSpec;
}

/** What the shells are told, the same for each of them. */
export interface CompletionTable {
  /** Words that may follow the words so far: `""` → the commands, `db` → its actions, `ls` → what it lists. */
  readonly nextWords: ReadonlyMap<string, readonly Choice[]>;
  /** Options by command. */
  readonly options: ReadonlyMap<string, readonly OptionSpec[]>;
  /** Every option that takes a value, ascending by name. */
  readonly withValue: readonly OptionSpec[];
  /** Count before `withValue`, which has one value for each name. */
  readonly ownValues: readonly OwnValue[];
  /** Of several that fit, the first holds. */
  readonly questions: readonly Question[];
}

/** Reads the table of commands for the completion scripts. `known`: words for an argument, by its label. */
export function tabulateCommands(
  commands: readonly Command[],
  known: { readonly [label: string]: readonly string[] },
): CompletionTable {
  const nextWords = new Map<string, readonly Choice[]>();
  for (const { name, summary, args } of commands) {
    const words = name.split(" ");
    words.forEach((word, index) => {
      const before = words.slice(0, index).join(" ");
      const earlier = nextWords.get(before) ?? [];
      if (earlier.some((choice) => choice.word === word)) return;
      const isLast = index === words.length - 1;
      nextWords.set(before, [...earlier, { word, summary: isLast ? summary : `${word} commands` }]);
    });
    const choices = args[0]?.choices ?? known[args[0]?.label ?? ""];
    if (choices !== undefined) {
      nextWords.set(
        name,
        choices.map((word) => ({ word, summary: "" })),
      );
    }
  }
  const common = allOptions(commands);
  return {
    nextWords,
    options: new Map(commands.map((command) => [command.name, optionsOf(command)])),
    ownValues: commands.flatMap(({ name: said, options }) =>
      options
        .filter((option) => describeOffer(option) !== describeOffer(common.get(option.name)))
        .map((option) => ({ said, option })),
    ),
    withValue: [...common.values()]
      .filter(({ value }) => value !== undefined)
      .sort((a, b) => compareText(a.name, b.name)),
    questions: commands.flatMap((command) => [
      ...listOptionQuestions(command),
      ...listWordQuestions(command),
    ]),
  };
}

/** What a shell can offer without asking; empty for free text. */
function describeOffer(option: OptionSpec | undefined): string {
  const value = option?.value;
  if (value?.kind === "choice") return value.choices.join(" ");
  return value?.kind === "file" || value?.kind === "folder" ? value.kind : "";
}

function listOptionQuestions({ name, options }: Command): readonly Question[] {
  return options.flatMap((option) => {
    const { value } = option;
    const kind = value !== undefined && "candidates" in value ? value.candidates : undefined;
    return kind === undefined ? [] : [{ said: name, more: true, option, kind }];
  });
}

function listWordQuestions({ name, args }: Command): readonly Question[] {
  return args.flatMap(({ candidates, repeated = false }, index): readonly Question[] => {
    if (candidates === undefined) return [];
    if (typeof candidates === "object")
      return Object.entries(candidates).map(([before, kind]) => ({
        said: `${name} ${before}`,
        more: repeated,
        kind,
      }));
    return [{ said: name, more: repeated || index > 0, kind: candidates }];
  });
}

/** `--cwd` and, where there is one, `-C`. */
export function spellings(spec: OptionSpec): readonly string[] {
  return spec.short === undefined ? [`--${spec.name}`] : [`-${spec.short}`, `--${spec.name}`];
}

/** The option as the word before the next one, after the words so far: a pattern of bash and zsh. */
export function optionPattern(said: string, option: OptionSpec): string {
  return spellings(option)
    .map((word) => `"${said} "*"${word}"`)
    .join("|");
}
