import type { OptionSpec } from "../args/option-spec.js";
import { type CompletionTable, spellings } from "./table.js";

/** A completion script for bash; needs nothing but bash itself. */
export function formatBash(table: CompletionTable): string {
  return `# bash completion of sync. Load it with: source <(sync completion bash)
_album_sync() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local said="" word index=1
  COMPREPLY=()
  while ((index < COMP_CWORD)); do
    word="\${COMP_WORDS[index]}"
    case "$word" in
      ${table.withValue.flatMap(spellings).join("|")}) ((index++)) ;;
      -*) ;;
      *) said="\${said:+$said }$word" ;;
    esac
    ((index++))
  done
  case "$previous" in
${table.withValue.map(valueCase).join("\n")}
  esac
  if [[ "$current" == -* ]]; then
    case "$said" in
${optionCases(table).join("\n")}
    esac
    return
  fi
  case "$said" in
${wordCases(table).join("\n")}
  esac
}
complete -o default -F _album_sync sync album-sync
`;
}

function valueCase(spec: OptionSpec): string {
  return `    ${spellings(spec).join("|")}) ${valueReply(spec)}; return ;;`;
}

function valueReply({ value }: OptionSpec): string {
  if (value?.kind === "choice") return reply(value.choices);
  if (value?.kind === "folder") return `COMPREPLY=($(compgen -d -- "$current"))`;
  return value?.kind === "file" ? `COMPREPLY=($(compgen -f -- "$current"))` : ":";
}

function optionCases({ options }: CompletionTable): readonly string[] {
  return Array.from(options, ([name, specs]) => {
    const pattern = `"${name}" | "${name} "*`;
    return `      ${pattern}) ${reply(specs.flatMap(spellings))} ;;`;
  });
}

function wordCases({ nextWords }: CompletionTable): readonly string[] {
  return Array.from(
    nextWords,
    ([said, choices]) => `    "${said}") ${reply(choices.map(({ word }) => word))} ;;`,
  );
}

function reply(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$current"))`;
}
