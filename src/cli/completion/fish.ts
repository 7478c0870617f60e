import type { OptionSpec } from "../args/option-spec.js";
import { type CompletionTable, type Question, spellings } from "./table.js";

/** A completion script for fish. */
export function formatFish(table: CompletionTable): string {
  return `# fish completion of sync. Load it with: sync completion fish | source
function __album_sync_said
    set -l skip 0
    set -l said
    set -l tokens (commandline -opc)
    for token in $tokens[2..]
        if test $skip = 1
            set skip 0
            continue
        end
        switch $token
            case ${table.withValue.flatMap(spellings).join(" ")}
                set skip 1
            case '-*'
            case '*'
                set -a said $token
        end
    end
    echo "$said"
end
function __album_sync_is
    test (__album_sync_said) = "$argv"
end
function __album_sync_within
    string match -q -- "$argv *" (__album_sync_said)" "
end
function __album_sync_ask
    set -l tokens (commandline -opc)
    set -l current (commandline -ct)
    set -l place
    for at in (seq 2 (math (count $tokens) - 1))
        if contains -- $tokens[$at] -C --cwd --config
            set -a place $tokens[$at] $tokens[(math $at + 1)]
        end
    end
    $tokens[1] $place completion fish --candidates "$argv[1]:$current" </dev/null 2>/dev/null
end
for program in sync album-sync
    complete -c $program -e
${[...wordLines(table), ...table.questions.flatMap(wordQuestion), ...optionLines(table)].map((line) => `    ${line}`).join("\n")}
end
`;
}

function wordLines({ nextWords }: CompletionTable): readonly string[] {
  return Array.from(nextWords).flatMap(([said, choices]) =>
    choices.map(({ word, summary }) => {
      const about = summary === "" ? "" : ` -d ${quote(summary)}`;
      return `complete -c $program -f -n ${quote(`__album_sync_is ${said}`.trim())} -a ${word}${about}`;
    }),
  );
}

function wordQuestion({ said, more, option, kind }: Question): readonly string[] {
  if (option !== undefined) return [];
  const test = more ? "within" : "is";
  return [
    `complete -c $program -f -n ${quote(`__album_sync_${test} ${said}`)} -a ${quote(`(__album_sync_ask ${kind})`)}`,
  ];
}

function optionLines({ options }: CompletionTable): readonly string[] {
  return Array.from(options).flatMap(([name, specs]) =>
    specs.map((spec) => {
      const short = spec.short === undefined ? "" : ` -s ${spec.short}`;
      const condition = quote(`__album_sync_within ${name}`);
      return `complete -c $program -n ${condition}${short} -l ${spec.name}${valuePart(spec)} -d ${quote(spec.summary)}`;
    }),
  );
}

function valuePart({ value }: OptionSpec): string {
  if (value === undefined) return "";
  if ("candidates" in value) return ` -x -a ${quote(`(__album_sync_ask ${value.candidates})`)}`;
  if (value.kind === "choice") return ` -x -a ${quote(value.choices.join(" "))}`;
  return value.kind === "file" || value.kind === "folder" ? " -r" : " -x";
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
