import { formatAddress } from "../../model/address.js";
import type { Json } from "../../model/json.js";
import { foldItem, isNameless, nameItem, placeholdersOf } from "../../model/prompt.js";
import type { SetTemplate } from "../../model/resource.js";
import type { Report } from "../text/problem.js";
import type { ProjectFiles } from "../text/project-files.js";
import { suggest } from "../text/suggest.js";
import { pick, pickOwned } from "./fields.js";
import { type ItemTable, readItems } from "./items.js";
import { type UsedFile, yamlSpot } from "./manifest-file.js";
import type { TemplateManifest } from "./read.js";

/** A set template with what others check against it. */
export interface BuiltTemplate {
  readonly resource: SetTemplate;
  readonly used: readonly UsedFile[];
  readonly spotOf: ItemTable["spotOf"] | undefined;
  /** Names of its items; undefined when they could not be read. */
  readonly itemNames: ReadonlySet<string> | undefined;
}

const COPIED = [
  "name",
  "description",
  "public",
  "training_source",
  "base_prompt",
  "prompt_template",
  "style_suffix",
  "example_theme",
  "loras",
];

/** Makes the resource of a set template and checks its items and placeholders. */
export function buildTemplate(
  { file, source, declared }: TemplateManifest,
  files: ProjectFiles,
  report: Report,
): BuiltTemplate {
  const table = declared.items ? readItems(file, declared.items, files, report) : undefined;
  const names = table && declared.items ? nameItems(file, table, declared.items.key, report) : undefined;
  if (table !== undefined || !declared.items) {
    checkPlaceholders(file, "prompt_template", declared.prompt_template, table, report);
  }
  const resource: SetTemplate = {
    kind: "set-template",
    address: formatAddress("set-template", declared.slug),
    fields: {
      slug: declared.slug,
      type: "set",
      is_set_template: true,
      ...pick(declared, COPIED),
      ...itemFields(declared.items, table),
      ...pickOwned("generation", declared.generation),
    },
    origin: { source, path: [] },
    protect: declared.protect ?? false,
    ...(declared.renamed_from && { renamedFrom: formatAddress("set-template", declared.renamed_from) }),
    ...(declared.adopts && { adopts: declared.adopts }),
  };
  const unreadable = declared.items && table === undefined;
  return {
    resource,
    used: table?.used ?? [],
    spotOf: table?.spotOf,
    itemNames: unreadable ? undefined : (names ?? new Set()),
  };
}

function itemFields(declared: TemplateManifest["declared"]["items"], table: ItemTable | undefined) {
  if (declared === undefined) return {};
  if (declared === null) return { items: null, item_key: null };
  return { items: (table?.items ?? []) as Json, item_key: declared.key };
}

function nameItems(file: string, table: ItemTable, key: string, report: Report): ReadonlySet<string> {
  if (!checkPlaceholders(file, ["items", "key"], key, table, report)) return new Set();
  const columns = placeholdersOf(key).map(({ name }) => name);
  const firsts = new Map<string, number>();
  const names = table.items.map((item) => nameItem(key, item));
  table.items.forEach((item, index) => {
    if (isNameless(key, item)) {
      report({
        code: "item-key-empty",
        at: table.spotOf(index, columns[0]),
        summary: `The item has no name: ${columns.map((column) => `{${column}}`).join(", ")} is empty`,
        help: `Fill in the cell, or choose another key than "${key}".`,
      });
      return;
    }
    const folded = foldItem(key, item);
    const first = firsts.get(folded);
    if (first === undefined) {
      firsts.set(folded, index);
      return;
    }
    const [name = "", other = ""] = [names[index], names[first]];
    report({
      code: "duplicate-item-key",
      at: table.spotOf(index),
      summary:
        name === other
          ? `Another item already has the name "${name}"`
          : `"${name}" differs from "${other}" only in letter case, blanks or Unicode form`,
      expected: "a unique name",
      help: `Change the row, or add a column to the key "${key}".`,
      related: [{ message: "first declared here", at: table.spotOf(first) }],
    });
  });
  return new Set(names);
}

/** True when every placeholder of the text is a column. */
function checkPlaceholders(
  file: string,
  where: string | readonly string[],
  text: string | null | undefined,
  table: ItemTable | undefined,
  report: Report,
): boolean {
  const columns = table?.columns ?? [];
  const unknown = placeholdersOf(text ?? "").filter(({ name }) => !columns.includes(name));
  for (const name of new Set(unknown.map((placeholder) => placeholder.name))) {
    const near = suggest(name, columns);
    const owner = table === undefined ? "; the template has no items" : ` of ${table.name}`;
    report({
      code: "placeholder-unknown",
      at: { ...yamlSpot(file, [where].flat()), mark: `{${name}}` },
      summary: `{${name}} is not a column${owner}${near === undefined ? "" : `; did you mean {${near}}?`}`,
      ...(columns.length > 0 && { expected: `columns: ${columns.join(", ")}` }),
    });
  }
  return unknown.length === 0;
}
