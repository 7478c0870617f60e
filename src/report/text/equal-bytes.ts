import type { Diagnostic } from "../../model/diagnostic.js";
import { groupBy } from "../../model/lists/group.js";
import { count } from "../../model/words.js";

/** Groups beyond this many are told in one sentence. */
const MOST_GROUPS = 5;
const MOST_PLACES = 5;

/**
 * Diagnostics for a person's eyes: warnings of files whose bytes are equal to those of one entry become one, and many
 * such groups become one that counts them. All others stay as they are.
 */
export function groupEqualBytes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const groups = new Map(groupBy(diagnostics, placeOfEqual));
  const rest = groups.get(undefined) ?? [];
  groups.delete(undefined);
  const joined = [...groups.values()].map(joinGroup);
  return [
    ...rest,
    ...(joined.length > MOST_GROUPS ? [countGroups(joined, diagnostics.length - rest.length)] : joined),
  ];
}

/** Where the entry stands whose file has the same bytes; undefined for any other diagnostic. */
function placeOfEqual({ code, related }: Diagnostic): string | undefined {
  const first = related?.[0]?.source;
  return code !== "duplicate-bytes" || first === undefined
    ? undefined
    : `${first.file}:${first.line}:${first.column}`;
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
    summary: `${first.summary}; so ${others.length === 1 ? "has" : "have"} ${count(others.length, "more file")}${shown}`,
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
