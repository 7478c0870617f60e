import type { Step } from "../../apply/ports.js";
import type { Fields } from "../../model/resource.js";
import { SYNC_WRITER } from "../backend/links.js";
import { type ObjectTable, tableOf } from "../backend/profile.js";
import { type Execution, noteChange } from "./execution.js";
import { untieAlbums } from "./follow-templates.js";
import { dropRecord, type LiveRow, readRegistered, retireThumbnail } from "./registry.js";
import { judgeField, noteStale } from "./staleness.js";

type RemovalStep = Extract<Step, { step: "release" | "delete" }>;

/** Ends our ownership; the row stays. The record goes too when it is to be forgotten, or the row was deleted. */
export function releaseRow(execution: Execution, step: Extract<Step, { step: "release" }>): void {
  const known = readRegistered(execution, step.kind, step.address);
  if (known === undefined) return;
  if (known.row !== null && !isAsPlanned(execution, step, known.row, known.object.recorded)) return;
  if (step.forget || known.row === null) {
    dropRecord(execution, step.address);
    noteChange(execution, step.address);
    return;
  }
  const released = execution.session.run(
    "UPDATE sync_objects SET state = 'released', run = ? WHERE estate = ? AND address = ? AND state <> 'released'",
    execution.run,
    execution.estate,
    step.address,
  );
  if (released > 0) noteChange(execution, step.address);
}

/**
 * Deletes a row with the labels and links that hang on it. Those of others go only by consent: one that came after the
 * plan was made stops it. A row that is gone already is done. Files stay.
 */
export function deleteRow(execution: Execution, step: Extract<Step, { step: "delete" }>): void {
  const known = readRegistered(execution, step.kind, step.address);
  if (known === undefined) return;
  const { object, row } = known;
  if (row !== null) {
    if (!isAsPlanned(execution, step, row, object.recorded)) return;
    if (step.withForeign !== true && !isOnlyOurs(execution, step, row.id)) return;
    for (const sql of DELETES[tableOf(execution.session, step.kind)])
      execution.rowsWritten += execution.session.run(sql, row.id);
  }
  if (step.kind === "image") retireThumbnail(execution, object.rowId, object.guard);
  untieAlbums(execution, step.kind, object.rowId);
  dropRecord(execution, step.address);
  noteChange(execution, step.address);
}

/** Children first. */
const DELETES: { readonly [T in ObjectTable]: readonly string[] } = {
  batch_templates: ["DELETE FROM batch_templates WHERE id = ?"],
  albums: ["DELETE FROM album_images WHERE album_id = ?", "DELETE FROM albums WHERE id = ?"],
  images: [
    "DELETE FROM labels WHERE image_id = ?",
    "DELETE FROM album_images WHERE image_id = ?",
    "DELETE FROM images WHERE id = ?",
  ],
};

/** Where foreign rows may hang on a row, by the name of the field that they belong to. */
const FOREIGN: { readonly [T in ObjectTable]: { readonly [field: string]: string } } = {
  batch_templates: {},
  albums: { images: "SELECT count(*) FROM album_images WHERE album_id = ? AND added_by IS DISTINCT FROM ?" },
  images: {
    labels: "SELECT count(*) FROM labels WHERE image_id = ? AND created_by IS DISTINCT FROM ?",
    albums: "SELECT count(*) FROM album_images WHERE image_id = ? AND added_by IS DISTINCT FROM ?",
  },
};

function isOnlyOurs(execution: Execution, step: RemovalStep, id: number): boolean {
  let only = true;
  for (const [field, sql] of Object.entries(FOREIGN[tableOf(execution.session, step.kind)])) {
    const count = Number(execution.session.get(sql, id, SYNC_WRITER)?.[0]);
    if (count === 0) continue;
    noteStale(execution, step.address, field, "none of others", `${count} of others`);
    only = false;
  }
  return only;
}

function isAsPlanned(execution: Execution, step: RemovalStep, row: LiveRow, recorded: Fields): boolean {
  const found = { kind: step.kind, row, recorded };
  const different = Object.keys(step.before).filter(
    (field) => judgeField(found, field, step.before, undefined) === "stale",
  );
  for (const field of different)
    noteStale(execution, step.address, field, step.before[field], row.fields[field] ?? recorded[field]);
  return different.length === 0;
}
