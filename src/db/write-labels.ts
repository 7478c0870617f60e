import type { Step } from "../apply/ports.js";
import type { Label } from "../model/resource.js";
import { OUR_MARK } from "./links.js";
import { type Execution, findRowId } from "./registry.js";
import { noteGone } from "./staleness.js";

type LabelStep = Extract<Step, { step: "label" }>;

const READ = "SELECT label_text, label_type, created_by FROM labels WHERE image_id = ?";
const DELETE =
  "DELETE FROM labels WHERE image_id = ? AND label_text = ? AND label_type = ? AND created_by = ?";
const INSERT = `INSERT INTO labels
  (image_id, label_text, confidence, label_type, source_model, source_prompt, created_by, created_at)
  VALUES (?, ?, NULL, ?, NULL, NULL, ?, ?)`;

/** Adds labels that no row has yet, marked as ours, and takes away those of ours that are to go. */
export function writeLabels(execution: Execution, step: LabelStep): void {
  const { session, now } = execution;
  const imageId = findRowId(execution, "image", step.address);
  if (imageId === undefined) {
    noteGone(execution, step.address);
    return;
  }
  const present = new Set(
    session.all(READ, imageId).map(([text, type]) => keyOf(String(text), String(type))),
  );
  for (const { text, type } of step.remove)
    execution.rowsWritten += session.run(DELETE, imageId, text, type, OUR_MARK);
  for (const { text, type } of step.add) {
    if (present.has(keyOf(text, type))) continue;
    execution.rowsWritten += session.run(INSERT, imageId, text, type, OUR_MARK, now);
    present.add(keyOf(text, type));
  }
  compareBack(execution, step, imageId);
}

function compareBack({ session }: Execution, { address, add, remove }: LabelStep, imageId: number): void {
  const rows = session.all(READ, imageId);
  const all = new Set(rows.map(([text, type]) => keyOf(String(text), String(type))));
  const ours = new Set(
    rows.filter(([, , by]) => by === OUR_MARK).map(([text, type]) => keyOf(String(text), String(type))),
  );
  const wrong = [
    ...add.filter((label) => !all.has(labelKey(label))),
    ...remove.filter(
      (label) => ours.has(labelKey(label)) && !add.some((one) => labelKey(one) === labelKey(label)),
    ),
  ];
  if (wrong.length > 0) throw new Error(`Labels of ${address} do not read back: ${JSON.stringify(wrong)}`);
}

function labelKey({ text, type }: Label): string {
  return keyOf(text, type);
}

function keyOf(text: string, type: string): string {
  return `${type}\u0000${text}`;
}
