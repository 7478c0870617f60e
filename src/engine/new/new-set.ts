import { join } from "node:path";
import { openProjectFiles } from "../../manifest/text/project-files.js";
import { placeholdersOf } from "../../model/prompt.js";
import type { Fields } from "../../model/resource.js";
import { makePlaceholders, type NewTable, readTable } from "../../scaffold/item-table.js";
import { draftSet, tabulateItems } from "../../scaffold/set-draft.js";
import { Failure, usageFailure } from "../project/failure.js";
import { type NamedFile, readNamedFile } from "../project/named-file.js";
import { type Project, readEstate } from "../project/project.js";
import { findSchemas } from "../project/schemas.js";
import { findTemplate } from "../render/render.js";
import { checkDraft, renameFile } from "./check-draft.js";
import { readNewName, refuseDeclared } from "./new-name.js";
import { type NewObject, placeDraft } from "./place-draft.js";

/** A new set. At most one of `columns` and `from`, and of `items` and `from`; `columns` not with `like`. */
interface NewSetOptions {
  readonly name: string;
  /** How many placeholder rows. */
  readonly items: number | undefined;
  readonly columns: readonly string[] | undefined;
  /** A table to take the items from. */
  readonly from: NamedFile | undefined;
  /** Slug of a template whose prompts and settings are taken over; its items too unless others are asked for. */
  readonly like: string | undefined;
  readonly dryRun: boolean;
}

const DEFAULT_COLUMNS = ["name", "description"];
const DEFAULT_ITEMS = 3;
const SPREADSHEET = /\.(?:xlsx?|xlsm|ods|numbers)$/i;

/**
 * Makes the manifest of a set template and the CSV file of its items, which validate. Throws a failure, with nothing
 * written, for a bad or taken name, an unknown template and a table that makes no valid set.
 */
export async function makeSet(project: Project, options: NewSetOptions): Promise<NewObject> {
  const { settings } = project;
  const { slug, name } = readNewName("set-template", options.name);
  const estate = await readEstate(project);
  refuseDeclared(estate, "set-template", slug);
  const like = options.like === undefined ? undefined : findTemplate(estate, options.like).fields;
  const table = makeTable(project, options, like);
  const manifest = join(settings.manifestDirs[0] as string, "sets", `${slug}.yaml`);
  const csv = join(settings.projectDir, "data", "sets", `${slug}.csv`);
  const schemas = findSchemas(settings.projectDir);
  const texts = draftSet({ slug, name, manifest, csv, schemas, table, like });
  const { from } = options;
  const problems = checkDraft(settings, texts);
  if (problems.length > 0) {
    const shown = openProjectFiles(settings).show(csv);
    throw new Failure("invalid", from === undefined ? problems : renameFile(problems, shown, from.shown));
  }
  const placed = await placeDraft(settings, texts, options.dryRun);
  return { slug, files: placed, conversions: table.conversions, dryRun: options.dryRun };
}

function makeTable({ settings }: Project, options: NewSetOptions, like: Fields | undefined): NewTable {
  const { from, items, columns } = options;
  if (from !== undefined) return readFrom(readNamedTable(settings, from), from, like);
  if (like === undefined) return makePlaceholders(columns ?? DEFAULT_COLUMNS, items ?? DEFAULT_ITEMS);
  const rows = tabulateItems(like);
  const [header = []] = rows;
  if (header.length === 0)
    throw usageFailure(
      `the set template ${String(like.slug)} has no items to copy`,
      "Choose another template, or pass --columns without --like.",
    );
  return items === undefined ? { rows, conversions: [] } : makePlaceholders(header, items);
}

function readNamedTable(settings: Project["settings"], from: NamedFile): string {
  if (SPREADSHEET.test(from.path))
    throw usageFailure(
      `${from.shown} is a spreadsheet, not a CSV`,
      "Save it as CSV (UTF-8) in the spreadsheet program, then pass that file.",
    );
  return readNamedFile(settings, from);
}

function readFrom(text: string, { shown }: NamedFile, like: Fields | undefined): NewTable {
  const table = readTable(text);
  const [columns = [], ...rows] = table?.rows ?? [];
  if (table === undefined)
    throw usageFailure(
      `${shown} is not a CSV: a quote is never closed, or stands within a cell`,
      "Quote the whole cell and double the quotes inside it.",
    );
  if (rows.length === 0)
    throw usageFailure(`${shown} has no rows below a header`, "Name the columns in the first line.");
  const needed = placeholdersOf(`${String(like?.prompt_template ?? "")}${String(like?.item_key ?? "")}`);
  const lacking = [...new Set(needed.map(({ name }) => name))].filter((name) => !columns.includes(name));
  if (lacking.length > 0)
    throw usageFailure(
      `${shown} lacks columns that the prompt of ${String(like?.slug)} uses: ${lacking.join(", ")}`,
      `It has: ${columns.join(", ")}.`,
    );
  return table;
}
