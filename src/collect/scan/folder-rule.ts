import type { CollectRule } from "../../model/collect-rule.js";

/** What becomes of the images of a folder. `templateName`: what `{template}` in `name` stands for. */
export type FolderRule = Omit<CollectRule, "pattern"> & { readonly templateName?: string };

/** A folder that a rule is for. */
export interface RuledFolder {
  readonly rule: FolderRule;
  /** The matched folder's path below the root, verbatim; empty for the root. */
  readonly folder: string;
  /** The name that `{folder}` stands for. */
  readonly name: string;
  /** Folders between the matched one and the file. */
  readonly inner: readonly string[];
}

/** Finds the rule for a folder, given as the names from below the root to it. */
export type FindRule = (folders: readonly string[]) => RuledFolder | undefined;

/** Prepares rules for a root of this name; the first rule that fits counts. */
export function compileRules(rules: readonly CollectRule[], rootName: string): FindRule {
  const matchers = rules.map((rule) => ({
    rule,
    pattern: compilePattern(rule.pattern),
    // Wildcards alone would take the whole tree for one folder.
    mayNameRoot: /^(?:\*\*\/)*[^/]*[^*?/]/.test(rule.pattern),
  }));
  const known = new Map<string, RuledFolder | undefined>();
  return (folders) => {
    const path = folders.join("/");
    if (!known.has(path)) known.set(path, find(folders));
    return known.get(path);
  };

  function find(folders: readonly string[]): RuledFolder | undefined {
    for (const { rule, pattern, mayNameRoot } of matchers) {
      const depth =
        rule.pattern === "."
          ? folders.length === 0
            ? 0
            : undefined
          : findDepth(pattern, folders, mayNameRoot ? rootName : undefined);
      if (depth === undefined) continue;
      return {
        rule,
        folder: folders.slice(0, depth).join("/"),
        name: folders[depth - 1] ?? rootName,
        inner: folders.slice(depth),
      };
    }
    return undefined;
  }
}

/** How many folders below the root the matched one is; 0 is the root by its own name, if it may be that. */
function findDepth(
  pattern: RegExp,
  folders: readonly string[],
  rootName: string | undefined,
): number | undefined {
  for (let depth = 0; depth <= folders.length; depth++) {
    const below = folders.slice(0, depth);
    if (depth > 0 && pattern.test(below.join("/"))) return depth;
    if (rootName !== undefined && pattern.test([rootName, ...below].join("/"))) return depth;
  }
  return undefined;
}

function compilePattern(pattern: string): RegExp {
  const parts = pattern.split("/").map((part) => (part === "**" ? "**" : escapePart(part)));
  const text = parts.reduce(
    (sofar, part, index) =>
      part === "**" ? `${sofar}(?:[^/]+/)*` : `${sofar}${part}${index === parts.length - 1 ? "" : "/"}`,
    "",
  );
  return new RegExp(`^${text.endsWith("/)*") ? `${text}[^/]+` : text}$`, "iu");
}

function escapePart(part: string): string {
  return part
    .replace(/[.+^${}()|[\]\\-]/g, (character) => (character === "-" ? "\\x2d" : `\\${character}`))
    .replace(/\*+/g, "[^/]*")
    .replace(/\?/g, "[^/]");
}
