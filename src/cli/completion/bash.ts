import type { OptionSpec } from "../args/option-spec.js";
import { type CompletionTable, type OwnValue, optionPattern, type Question, spellings } from "./table.js";

/** A completion script for bash; needs nothing but bash itself. */
export function formatBash(table: CompletionTable): string {
  return `# bash completion of sync. Load it with: source <(sync completion bash)
# Offers names of the manifests. They are shown as text: nothing of them is expanded.
_album_sync_ask() {
  local line quoted head=""
  [[ "$COMP_WORDBREAKS" == *:* && "$current" == *:* ]] && head="\${current%"\${current##*:}"}"
  while IFS= read -r line; do
    [[ "$line" == "$current"* ]] || continue
    printf -v quoted %q "\${line#"$head"}"
    COMPREPLY+=("$quoted")
  done < <("\${words[0]}" \${place[@]+"\${place[@]}"} completion bash --candidates "$1:$current" < /dev/null 2> /dev/null)
}
_album_sync() {
  local said="" word index=1 last=0
  local -a words=() place=()
  COMPREPLY=()
  # bash parts words at colons and equal signs too.
  for word in "\${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
    if ((last > 0)) && [[ "$word" == : || "\${words[last]}" == *: ]]; then words[last]+="$word"
    elif ((last > 0)) && [[ "$word" == = && "\${words[last]}" == --* ]]; then continue
    else words+=("$word"); fi
    last=$((\${#words[@]} - 1))
  done
  [[ "$word" == = ]] && words+=("") && ((++last))
  local current="\${words[last]}" previous="\${words[last-1]}"
  while ((index < last)); do
    word="\${words[index]}"
    case "$word" in
      -C | --cwd | --config) place+=("$word" "\${words[index+1]}") ;;
    esac
    case "$word" in
      ${table.withValue.flatMap(spellings).join("|")}) ((index++)) ;;
      -*) ;;
      *) said="\${said:+$said }$word" ;;
    esac
    ((index++))
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
    return
  fi
  case "$said" in
${[...wordCases(table), ...table.questions.flatMap(wordQuestion)].join("\n")}
  esac
}
complete -o default -F _album_sync sync album-sync
`;
}

function optionQuestion({ said, option, kind }: Question): readonly string[] {
  if (option === undefined) return [];
  return [`    ${optionPattern(said, option)}) _album_sync_ask ${kind}; return ;;`];
}

function ownValueCase({ said, option }: OwnValue): string {
  return `    ${optionPattern(said, option)}) ${valueReply(option)}; return ;;`;
}

function wordQuestion({ said, more, option, kind }: Question): readonly string[] {
  if (option !== undefined) return [];
  return [`    "${said}"${more ? ` | "${said} "*` : ""}) _album_sync_ask ${kind} ;;`];
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
