import type { OptionSpec } from "../args/option-spec.js";
import {
  type Choice,
  type CompletionTable,
  type OwnValue,
  optionPattern,
  type Question,
  spellings,
} from "./table.js";

/** A completion script for zsh; works sourced and as a file `_sync` in $fpath. */
export function formatZsh(table: CompletionTable): string {
  return `#compdef sync album-sync
# zsh completion of sync. Load it with: source <(sync completion zsh)
# Offers names of the manifests.
_album_sync_ask() {
  local -a found
  found=("\${(@f)$("\${(Q)words[1]}" "\${(@)place}" completion zsh --candidates "$1:\${(Q)current}" < /dev/null 2> /dev/null)}")
  compadd -- "\${(@)found:#}"
}
_album_sync() {
  local current="\${words[CURRENT]}" previous="\${words[CURRENT-1]}"
  local said="" word
  local -i index=2
  local -a choices place
  while (( index < CURRENT )); do
    word="\${words[index]}"
    case "$word" in
      (-C|--cwd|--config) place+=("$word" "\${(Q)words[index+1]}") ;;
    esac
    case "$word" in
      (${table.withValue.flatMap(spellings).join("|")}) (( index++ )) ;;
      (-*) ;;
      (*) said="\${said:+$said }$word" ;;
    esac
    (( index++ ))
  done
  case "$said $previous" in
${[...table.questions.flatMap(optionQuestion), ...table.ownValues.map(ownValueCase)].join("\n")}
  esac
  case "$previous" in
${table.withValue.map(valueCase).join("\n")}
  esac
  if [[ "$current" == -* ]]; then
    case "$said" in
${optionCases(table).join("\n")}
    esac
    _describe option choices
    return
  fi
  case "$said" in
${[...wordCases(table), ...table.questions.flatMap(wordQuestion)].join("\n")}
    (*) _files; return ;;
  esac
  _describe word choices
}
if [[ "\${funcstack[1]}" == "_sync" ]]; then
  _album_sync "$@"
else
  compdef _album_sync sync album-sync
fi
`;
}

function optionQuestion({ said, option, kind }: Question): readonly string[] {
  if (option === undefined) return [];
  return [`    (${optionPattern(said, option)}) _album_sync_ask ${kind}; return ;;`];
}

function ownValueCase({ said, option }: OwnValue): string {
  return `    (${optionPattern(said, option)}) ${valueReply(option)}; return ;;`;
}

function wordQuestion({ said, more, option, kind }: Question): readonly string[] {
  if (option !== undefined) return [];
  return [`    ("${said}"${more ? `|"${said} "*` : ""}) _album_sync_ask ${kind}; return ;;`];
}

function valueCase(spec: OptionSpec): string {
  return `    (${spellings(spec).join("|")}) ${valueReply(spec)}; return ;;`;
}

function valueReply({ value }: OptionSpec): string {
  if (value?.kind === "choice") return `compadd -- ${value.choices.join(" ")}`;
  if (value?.kind === "folder") return "_files -/";
  return value?.kind === "file" ? "_files" : ":";
}

function optionCases({ options }: CompletionTable): readonly string[] {
  return Array.from(options, ([name, specs]) => {
    const choices = specs.flatMap((spec) => spellings(spec).map((word) => ({ word, summary: spec.summary })));
    return `      ("${name}"|"${name} "*) choices=(${describe(choices)}) ;;`;
  });
}

function wordCases({ nextWords }: CompletionTable): readonly string[] {
  return Array.from(nextWords, ([said, choices]) => `    ("${said}") choices=(${describe(choices)}) ;;`);
}

function describe(choices: readonly Choice[]): string {
  return choices.map(({ word, summary }) => quote(summary === "" ? word : `${word}:${summary}`)).join(" ");
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
