import { compareText, foldPath } from "../../model/text-order.js";
import { FOLDER_TIME } from "../source/album-name.js";
import type { KnownTemplate } from "../source/collected-image.js";
import type { FolderRule, RuledFolder } from "./folder-rule.js";

/** Templates by the names that the backend gives to the folders of their batches, without the time at the end. */
type BatchNames = ReadonlyMap<string, readonly KnownTemplate[]>;

/** A folder called like a batch. */
export interface BatchMatch {
  /** Its name without the time. */
  readonly stem: string;
  /** Slugs of the templates that name their folders like this, ascending. */
  readonly rivals: readonly string[];
  /** The rule of the one template; undefined when there are several. */
  readonly ruled: RuledFolder | undefined;
}

/**
 * The folder names of each template's batches: its name, lower-cased, with `_` for blanks. Its slug stands for it where no
 * name does, as it is and with `_` for hyphens.
 */
export function listBatchNames(templates: readonly KnownTemplate[]): BatchNames {
  const byName = groupTemplates(templates, ({ name }) => [name.replaceAll(" ", "_")]);
  const bySlug = groupTemplates(templates, ({ slug }) => [slug, slug.replaceAll("-", "_")]);
  return new Map([...bySlug, ...byName]);
}

/**
 * The batch that a folder belongs to, given as the names from below the root to it; undefined when it is in none. `named`:
 * called after a template alone, without a time.
 */
export function findBatch(
  folders: readonly string[],
  names: BatchNames,
  rootName: string,
  form: "timed" | "named",
): BatchMatch | undefined {
  for (let depth = 0; depth <= folders.length; depth++) {
    const below = folders.slice(0, depth);
    for (const path of [below.join("/"), [rootName, ...below].join("/")]) {
      const stem = form === "timed" ? cutTime(path) : foldPath(path);
      const templates = stem === undefined ? undefined : names.get(stem);
      if (stem === undefined || templates === undefined) continue;
      const [template, ...more] = templates;
      const place = {
        folder: below.join("/"),
        name: folders[depth - 1] ?? rootName,
        inner: folders.slice(depth),
      };
      return {
        stem,
        rivals: templates.map(({ slug }) => slug),
        ruled: template && more.length === 0 ? { rule: ruleOf(template, form), ...place } : undefined,
      };
    }
  }
  return undefined;
}

function groupTemplates(
  templates: readonly KnownTemplate[],
  namesOf: (template: KnownTemplate) => readonly string[],
): ReadonlyMap<string, readonly KnownTemplate[]> {
  const groups = new Map<string, KnownTemplate[]>();
  for (const template of [...templates].sort((a, b) => compareText(a.slug, b.slug)))
    for (const name of new Set(namesOf(template).map(foldPath))) {
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [template]);
      else group.push(template);
    }
  return groups;
}

/** What stands before `_YYYYMMDD_HHMMSS`, folded; undefined for a name that does not end like this. */
function cutTime(path: string): string | undefined {
  const time = FOLDER_TIME.exec(path);
  return time?.[0].startsWith("_") ? foldPath(path.slice(0, time.index)) : undefined;
}

function ruleOf({ slug, name }: KnownTemplate, form: "timed" | "named"): FolderRule {
  const isZodiac = /zodiac/i.test(`${slug} ${name}`);
  return {
    type: isZodiac ? "zodiac" : "deck",
    slug: isZodiac ? "zodiac/{folder}" : "decks/{folder}",
    name: form === "timed" ? "{template}, {time}" : "{template}",
    templateName: name,
    public: false,
    training_source: false,
    set_template: slug,
  };
}
