import type { SurveyOptions } from "../facts/survey-options.js";
import { type BatchMatch, findBatch, listBatchNames } from "./batch-folder.js";
import { compileRules, type FindRule, type RuledFolder } from "./folder-rule.js";
import { DEFAULT_RULES, ROOT_RULE } from "./rules.js";

const FORMS = ["timed", "named"] as const;

/** What the folders of one tree mean. */
interface FolderRules {
  readonly findRule: FindRule;
  /** Slugs of the templates between which a folder without a rule can't be decided; empty for every other folder. */
  readonly findRivals: (folders: readonly string[]) => readonly string[];
}

/**
 * Joins the rules of the configuration, those that follow from the names of set templates and the default ones, in this
 * order. A default rule that ties a folder to the same template, or to one that it is called after, goes first.
 */
export function createFolderRules(
  { rules, templates }: Pick<SurveyOptions, "rules" | "templates">,
  rootName: string,
): FolderRules {
  const findExplicit = compileRules(rules, rootName);
  const findDefault = compileRules(DEFAULT_RULES, rootName);
  const known = new Set(templates.map(({ slug }) => slug));
  const names = listBatchNames(templates);
  const findRule: FindRule = (folders) => {
    const explicit = findExplicit(folders);
    if (explicit !== undefined) return explicit;
    const plain = findDefault(folders);
    const batch = findBatch(folders, names, rootName, "timed");
    if (batch !== undefined) return isTied(plain, batch, known) ? plain : batch.ruled;
    // A name without a time says less than a rule does, but more than that a picture lies in the root.
    if (plain !== undefined && plain.rule !== ROOT_RULE) return plain;
    const set = findBatch(folders, names, rootName, "named");
    return set === undefined ? plain : set.ruled;
  };
  const findRivals = (folders: readonly string[]): readonly string[] =>
    findRule(folders) === undefined
      ? (FORMS.flatMap((form) => findBatch(folders, names, rootName, form) ?? [])[0]?.rivals ?? [])
      : [];
  return { findRule, findRivals };
}

/** True when a default rule ties the folder to a declared template and the names of templates don't say otherwise. */
function isTied(plain: RuledFolder | undefined, batch: BatchMatch, known: ReadonlySet<string>): boolean {
  const tied = plain?.rule.set_template;
  if (tied === undefined || !known.has(tied)) return false;
  return batch.rivals.includes(tied) || batch.stem.replaceAll("_", "-") === tied;
}
