import type { Diagnostic } from "../../model/diagnostic.js";
import { count } from "../../model/words.js";

/** Groups beyond this many are told in one sentence. */
const MOST_GROUPS = 5;
const MOST_PLACES = 5;

/**
 * Diagnostics for a person's eyes: warnings of files whose bytes are equal to those of one entry become one, and many
 * such groups become one that counts them. All others stay as they are.
 */
export function groupEqualBytes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const groups = new Map<string, Diagnostic[]>();
  const rest: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const first = diagnostic.related?.[0]?.source;
    if (diagnostic.code !== "duplicate-bytes" || first === undefined) {
      rest.push(diagnostic);
      continue;
    }
    const key = `${first.file}:${first.line}:${first.column}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [diagnostic]);
    else group.push(diagnostic);
  }
  const joined = [...groups.values()].map(joinGroup);
  return [
    ...rest,
    ...(joined.length > MOST_GROUPS ? [countGroups(joined, diagnostics.length - rest.length)] : joined),
  ];
}

function joinGroup(group: readonly Diagnostic[]): Diagnostic {
  const [first, ...others] = group as readonly [Diagnostic, ...Diagnostic[]];
  if (others.length === 0) return first;
  const places = others
    .slice(0, MOST_PLACES)
    .flatMap(({ source }) => (source === undefined ? [] : [{ message: "the same bytes", source }]));
  const shown = others.length > places.length ? `, of which ${places.length} are shown` : "";
  return {
    ...first,
    summary: `${first.summary}; so have ${count(others.length, "more file")}${shown}`,
    related: [...(first.related ?? []), ...places],
  };
}

function countGroups(groups: readonly Diagnostic[], files: number): Diagnostic {
  const { excerpt: _excerpt, ...first } = groups[0] as Diagnostic;
  return {
    ...first,
    summary: `${count(files, "file")} have the same bytes as another one, in ${groups.length} groups`,
    help: "To list them all, run sync validate --json.",
    related: groups
      .slice(0, MOST_PLACES)
      .flatMap(({ source, summary }) => (source === undefined ? [] : [{ message: summary, source }])),
  };
}
