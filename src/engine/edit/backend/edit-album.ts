import { resolve } from "node:path";
import { readPlainFile } from "../../../files/exchange.js";
import { realPathOf } from "../../../files/fence.js";
import type { DocumentOp } from "../../../manifest/edit/edit-document.js";
import { readCsvRecords } from "../../../manifest/text/csv-problem.js";
import { openProjectFiles } from "../../../manifest/text/project-files.js";
import { readYaml } from "../../../manifest/yaml/yaml-read.js";
import type { Settings } from "../../../model/estate.js";
import { equalJson, isJsonObject, type Json, type JsonObject, valueAt } from "../../../model/json.js";
import { type Item, itemsOf } from "../../../model/prompt.js";
import { failWith } from "../../project/failure.js";
import { etagOf, type FileChange } from "../file-change.js";
import { type AlbumValues, type BackendAlbum, readAlbum } from "./backend-album.js";
import { editRows, planItemEdits } from "./item-edits.js";

/** What only a set template can declare. */
const OF_TEMPLATES = [
  "base_prompt",
  "prompt_template",
  "style_suffix",
  "example_theme",
  "items",
  "loras",
  "generation",
];

/** What an update comes to: edits of files, and the values that differ from the row. */
interface AlbumEdit {
  readonly changes: readonly FileChange[];
  readonly values: AlbumValues;
}

/**
 * The edits of a manifest and its table that an update of a row by a client of the backend comes to. What the client sends as
 * the row has it is no edit, since such clients send everything back. `path`: the manifest, relative to the project. Throws a
 * failure for what a manifest can't say.
 */
export function editAlbum(
  settings: Settings,
  path: string,
  row: BackendAlbum,
  sent: BackendAlbum,
): AlbumEdit {
  const file = resolve(settings.projectDir, path);
  const bytes = readPlainFile(realPathOf(file));
  const declared = readYaml((bytes?.toString() ?? "").replace(/^\ufeff/, "")).value;
  if (!isJsonObject(declared)) throw refuse(`${path} can't be read`);
  const [known, wanted] = [readAlbum(row), readAlbum(sent)];
  if (sent.is_set_template !== undefined && Boolean(sent.is_set_template) !== Boolean(row.is_set_template))
    throw refuse("an album can't become a set template, nor the other way round");
  const changed = (Object.keys(wanted) as (keyof AlbumValues)[]).filter(
    (key) => !equalJson(known[key] as Json | undefined, wanted[key] as Json),
  );
  const isTemplate = declared.kind === "set-template";
  const wrong = changed.find((key) => (isTemplate ? key === "type" : OF_TEMPLATES.includes(key)));
  if (wrong !== undefined) throw refuse(`${isTemplate ? "a set template" : "an album"} declares no ${wrong}`);
  const { ops, table } = planChanges(settings, file, declared, wanted, changed);
  return {
    changes: [
      ...(table === undefined ? [] : [table]),
      ...(ops.length === 0 ? [] : [{ file: path, etag: etagOf(bytes), ops }]),
    ],
    values: Object.fromEntries(changed.map((key) => [key, wanted[key]])),
  };
}

interface Changes {
  readonly ops: readonly DocumentOp[];
  readonly table: FileChange | undefined;
}

function planChanges(
  settings: Settings,
  file: string,
  declared: JsonObject,
  wanted: AlbumValues,
  changed: readonly (keyof AlbumValues)[],
): Changes {
  const ops: DocumentOp[] = [];
  let table: FileChange | undefined;
  for (const key of changed) {
    if (key === "generation") ops.push(...editSettings(declared, wanted.generation ?? {}));
    else if (key === "loras") ops.push(...editLoras(declared, wanted.loras ?? []));
    else if (key === "items") {
      const edits = editItems(settings, file, declared, wanted.items ?? []);
      ops.push(...edits.ops);
      table = edits.table;
    } else ops.push({ op: "set", path: [key], value: (wanted[key] ?? null) as Json });
  }
  return { ops, table };
}

function editSettings(declared: JsonObject, wanted: JsonObject): readonly DocumentOp[] {
  const old = isJsonObject(declared.generation) ? declared.generation : {};
  const gone = Object.keys(old).filter((key) => !Object.hasOwn(wanted, key));
  return [
    ...Object.entries(wanted)
      .filter(([key, value]) => !equalJson(old[key], value))
      .map(([key, value]): DocumentOp => ({ op: "set", path: ["generation", key], value })),
    ...gone.map((key): DocumentOp => ({ op: "remove", path: ["generation", key] })),
  ];
}

/** The names that a manifest gives its LoRAs stay with their files. */
function editLoras(declared: JsonObject, wanted: readonly JsonObject[]): readonly DocumentOp[] {
  const old = Array.isArray(declared.loras) ? (declared.loras as readonly Json[]).filter(isJsonObject) : [];
  if (old.length === wanted.length)
    return wanted.flatMap((lora, index) =>
      Object.entries(lora)
        .filter(([key, value]) => !equalJson(old[index]?.[key], value))
        .map(([key, value]): DocumentOp => ({ op: "set", path: ["loras", index, key], value })),
    );
  const named = wanted.map((lora) => ({ ...old.find(({ path }) => path === lora.path), ...lora }));
  return [{ op: "set", path: ["loras"], value: named }];
}

function editItems(settings: Settings, file: string, declared: JsonObject, wanted: readonly Item[]): Changes {
  if (wanted.length === 0) return { ops: [{ op: "set", path: ["items"], value: null }], table: undefined };
  const name = valueAt(declared, ["items", "csv"]);
  const rows = itemsOf(valueAt(declared, ["items", "rows"]));
  if (typeof name === "string")
    return { ops: [], table: editTable(settings, resolve(file, "..", name), wanted) };
  if (rows.length === 0) throw refuse("the manifest declares no items; write them into it first");
  const columns = Object.keys(rows[0] ?? {});
  checkColumns(columns, wanted);
  const old = { columns, items: rows, rows: [...rows.keys()] };
  return { ops: editRows(planItemEdits(old, wanted), columns, rows.length), table: undefined };
}

function editTable(settings: Settings, file: string, wanted: readonly Item[]): FileChange {
  const bytes = readPlainFile(realPathOf(file));
  const records = readCsvRecords(file, (bytes?.toString() ?? "").replace(/^\ufeff/, ""));
  const shown = openProjectFiles(settings).show(file);
  if ("code" in records) throw refuse(`${shown} can't be read`);
  const [header, ...others] = records;
  const columns = header?.cells ?? [];
  checkColumns(columns, wanted);
  const placed = others
    .map(({ cells }, row) => ({ row, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const items = placed.map(({ cells }) =>
    Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""])),
  );
  const cells = planItemEdits({ columns, items, rows: placed.map(({ row }) => row) }, wanted);
  return { file: shown, etag: etagOf(bytes), cells };
}

/** A column that nobody fills any more has to go from the table by hand: its comments and its place in the prompt as well. */
function checkColumns(columns: readonly string[], wanted: readonly Item[]): void {
  const gone = columns.filter((column) => !wanted.some((item) => Object.hasOwn(item, column)));
  if (gone.length > 0)
    throw refuse(`no item has the column ${gone.join(", ")} any more; remove it from the table by hand`);
}

function refuse(summary: string): Error {
  return failWith("invalid", "edit-refused", summary, "Edit the manifest instead.");
}
