import type { Address } from "../../../model/address.js";
import { isJsonObject, type Json } from "../../../model/json.js";
import type { Fields } from "../../../model/resource.js";
import { guardOf, layoutOf } from "../../backend/columns.js";
import { parseJson } from "../../backend/decode.js";
import { encodeFields } from "../../backend/encode.js";
import { manifestPath } from "../../backend/manifest-path.js";
import { mergeObjectText } from "../../backend/object-text.js";
import { OBJECT_FIELDS, readStored } from "../../backend/stored-json.js";
import { NO_ROW, NO_TIES, readTies, type Ties } from "../../backend/ties.js";
import type { Cell, Session } from "../../connection/session.js";
import { restartBaselines } from "../../tracking/store-baseline.js";
import type { Migration } from "./migration.js";

/**
 * Follows a backend that moved set templates from `albums` to `batch_templates`: their records, which still name the deleted
 * albums, come to name the new rows of the same name. The backend's script knows nothing of what `generation_config` held, so
 * empty columns get what is recorded; others stay, and the next plan shows them as edits.
 */
export const batchTemplates: Migration = {
  number: 9,
  name: "009-batch-templates",
  only: "E",
  async run(_trx, { session }) {
    session.dialect.tracking.pause(session);
    moveRecords(session);
    tieAlbums(session);
    // Nobody watched while the backend rebuilt its tables.
    restartBaselines(session);
  },
};

/** A record, of which the row is looked for. */
interface FoundRecord {
  readonly estate: string;
  readonly address: Address;
  readonly guard: string;
  readonly manifest: string;
  readonly fields: Fields;
}

interface TemplateRow {
  readonly id: number;
  readonly guard: string;
}

function moveRecords(session: Session): void {
  const rows = new Map<string, TemplateRow[]>();
  const found = session.all(
    `SELECT x.id, x.name, ${guardOf("set-template", "x")} FROM batch_templates x ORDER BY x.id`,
  );
  for (const [id, name, guard] of found) {
    const row = { id: Number(id), guard: String(guard) };
    rows.set(String(name), [...(rows.get(String(name)) ?? []), row]);
  }
  const records = readRecords(session, "set-template");
  // All names first: a record whose row is gone must not seem to name another one by its old id.
  session.run(`UPDATE sync_objects SET row_id = ${NO_ROW} WHERE kind = 'set-template'`);
  for (const record of records) {
    const row = chooseRow(rows.get(String(record.fields.name)) ?? [], record);
    if (row !== undefined) moveRecord(session, record, row);
  }
}

/** The row of the same name; of several the one that was made when the album was. Undefined where that is not certain. */
function chooseRow(alike: readonly TemplateRow[], { guard }: FoundRecord): TemplateRow | undefined {
  if (alike.length < 2) return alike[0];
  const same = alike.filter((row) => row.guard === guard);
  return same.length === 1 ? same[0] : undefined;
}

function moveRecord(session: Session, record: FoundRecord, row: TemplateRow): void {
  const { estate, address, manifest, fields } = record;
  session.run(
    "UPDATE sync_objects SET row_id = ?, guard = ? WHERE estate = ? AND address = ?",
    row.id,
    row.guard,
    estate,
    address,
  );
  const layout = layoutOf(session, "set-template");
  const members = layout.plain.filter(({ isMember }) => isMember).map(({ field }) => field);
  const lost = Object.fromEntries(
    members.filter((field) => Object.hasOwn(fields, field)).map((field) => [field, fields[field] as Json]),
  );
  const context = { textOf: () => null, ties: () => NO_TIES };
  encodeFields(layout, [lost], context, (column, cell) =>
    session.run(`UPDATE batch_templates SET ${column} = ? WHERE id = ? AND ${column} IS NULL`, cell, row.id),
  );
  session.run(
    "UPDATE batch_templates SET csv_path = ? WHERE id = ? AND csv_path = ''",
    manifestPath(manifest),
    row.id,
  );
}

/** Albums that name no source come to name the row of their template, instead of its slug. */
function tieAlbums(session: Session): void {
  const ties = new Map<string, Ties>();
  for (const { estate, address, fields } of readRecords(session, "album")) {
    const slug = fields.set_template;
    if (typeof slug !== "string") continue;
    const ofEstate = ties.get(estate) ?? readTies(session, estate, "set-template");
    ties.set(estate, ofEstate);
    const rowId = ofEstate.idOf(slug);
    const row = session.get(
      `SELECT x.id, x.generation_config FROM sync_objects o JOIN albums x ON x.id = o.row_id
        AND ${guardOf("album", "x")} = o.guard
        WHERE o.estate = ? AND o.address = ? AND x.source_type IS NULL AND x.source_id IS NULL`,
      estate,
      address,
    );
    if (rowId === undefined || rowId === NO_ROW || row === undefined) continue;
    const [id, config] = row;
    session.run(
      "UPDATE albums SET source_type = 'batch_template', source_id = ?, generation_config = ? WHERE id = ?",
      rowId,
      withoutTemplate(config ?? null, slug),
      id as Cell,
    );
  }
}

/** The text of a column without the slug that it named; other texts stay as they are. */
function withoutTemplate(config: Cell, slug: string): Cell {
  const value = typeof config === "string" ? parseJson(config) : undefined;
  if (typeof config !== "string" || !isJsonObject(value) || value.set_template !== slug) return config;
  return mergeObjectText(config, new Map([["set_template", null]]));
}

function readRecords(session: Session, kind: "set-template" | "album"): readonly FoundRecord[] {
  const rows = session.all(
    "SELECT estate, address, guard, manifest, fields FROM sync_objects WHERE kind = ? ORDER BY estate, address",
    kind,
  );
  return rows.map(([estate, address, guard, manifest, text]) => ({
    estate: String(estate),
    address: String(address),
    guard: String(guard),
    manifest: String(manifest),
    fields: readStored<Fields>(OBJECT_FIELDS, text, estate ?? null, address ?? null),
  }));
}
