import { type Address, type Kind, kindOf } from "../model/address.js";
import { type Change, type ChangeOutline, outlineChange, outlinesOf } from "../model/change.js";
import { filter, IN_MEMORY, type Lists } from "../model/lists/sequence.js";
import type { Plan, RecordChange } from "../model/plan.js";
import { albumsIn, findDependencies, isWriting } from "./dependencies.js";
import { identifyPlan, summarizePlan } from "./summary.js";

/** Which objects a plan is about: of these kinds and matching one of these globs. An empty list asks for all. */
interface Targets {
  readonly globs: readonly string[];
  readonly kinds: readonly Kind[];
}

/**
 * Tells whether an address is targeted. In a glob, `*` and `?` match characters other than `/`, and `**` matches any.
 * As a whole folder, `**` also matches no folder.
 * Without a kind in front (`image:`), the glob is matched against the part after the kind.
 */
export function createMatcher({ globs, kinds }: Targets): (address: Address) => boolean {
  const patterns = globs.map((glob) => ({ whole: /^[a-z-]+:/.test(glob), pattern: compileGlob(glob) }));
  return (address) => {
    const kind = kindOf(address);
    if (kinds.length > 0 && !kinds.includes(kind)) return false;
    const name = address.slice(kind.length + 1);
    return (
      patterns.length === 0 || patterns.some(({ whole, pattern }) => pattern.test(whole ? address : name))
    );
  };
}

/**
 * The part of a plan that is about targeted objects, with the changes that it can't do without. It deletes and releases
 * nothing; what is left out is in the next plan.
 */
export function restrictPlan(
  plan: Plan,
  isWanted: (address: Address) => boolean,
  lists: Lists = IN_MEMORY,
): Plan {
  const outlines = outlinesOf(plan.changes);
  const kept = selectChanges(outlines, isWanted);
  const changes = lists.start<Change, ChangeOutline>(outlineChange);
  for (const change of plan.changes) if (isWriting(change) && kept.has(change.address)) changes.push(change);
  const isKept = ({ address }: { readonly address: Address }) => kept.has(address) || isWanted(address);
  const later = new Set(
    filter(outlines, ({ action, address }) => action === "move" && !kept.has(address)).map(
      ({ address }) => address,
    ),
  );
  // The move of an album renames it in the records of its images as well.
  const awaitsMove = ({ patch }: RecordChange) => albumsIn(patch.set).some((album) => later.has(album));
  const blocked = plan.blocked.filter(isKept);
  const thumbnails = filter(plan.thumbnails, (entry) => entry.action !== "remove" && isKept(entry));
  return {
    ...plan,
    planId: identifyPlan(plan.estate, changes),
    changes,
    blocked,
    // Guards limit deletes and releases, and there are none.
    guards: [],
    thumbnails,
    records: plan.records.filter((entry) => isKept(entry) && !awaitsMove(entry)),
    prunable: [],
    notes: plan.notes.filter(isKept),
    summary: summarizePlan(outlinesOf(changes), blocked.length, thumbnails),
  };
}

/** The addresses of what is wanted and of what it needs. */
function selectChanges(
  changes: Iterable<ChangeOutline>,
  isWanted: (address: Address) => boolean,
): ReadonlySet<Address> {
  const writing = filter(changes, isWriting);
  const needsOf = findDependencies(writing);
  const kept = new Set<ChangeOutline>();
  const waiting = writing.filter(
    (change) => isWanted(change.address) || (change.action === "move" && isWanted(change.from)),
  );
  for (let change = waiting.pop(); change !== undefined; change = waiting.pop()) {
    if (kept.has(change)) continue;
    kept.add(change);
    waiting.push(...needsOf(change));
  }
  return new Set(Array.from(kept, ({ address }) => address));
}

function compileGlob(glob: string): RegExp {
  const source = glob.replace(/(?<=^|[/:])\*\*\/|\*\*|[*?]|[^*?]+/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    return part === "?" ? "[^/]" : part.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  });
  return new RegExp(`^${source}$`);
}
