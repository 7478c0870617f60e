import type { Step } from "../../apply/ports.js";
import type { Label } from "../../model/resource.js";
import { SYNC_WRITER } from "../backend/links.js";
import type { Session } from "../connection/session.js";
import { type Execution, noteChange } from "./execution.js";
import { findRowIds } from "./registry.js";
import { markRowMissing } from "./staleness.js";

type LabelStep = Extract<Step, { step: "label" }>;

/** The labels of an image by {@link keyOf}; true for those of ours. */
type Labels = Map<string, boolean>;

const NO_LABELS: ReadonlyMap<number, Labels> = new Map();

const READ = `SELECT image_id, label_text, label_type, created_by FROM labels
  WHERE image_id IN (SELECT CAST(value AS INTEGER) FROM json_each(?)) ORDER BY id`;
const DELETE =
  "DELETE FROM labels WHERE image_id = ? AND label_text = ? AND label_type = ? AND created_by = ?";

/**
 * Adds labels that no row has yet, marked as ours, and takes away those of ours that are to go; no image has two steps.
 */
export function writeLabels(execution: Execution, steps: readonly LabelStep[]): void {
  const { session, inserts, labelledUpTo } = execution;
  const addresses = steps.map(({ address }) => address);
  const idOf = findRowIds(execution, "image", addresses);
  const labelled = addresses.flatMap((address) => idOf(address) ?? []).filter((id) => id <= labelledUpTo);
  const labels = labelled.length === 0 ? NO_LABELS : readLabels(session, labelled);
  const doubtful: (readonly [LabelStep, number])[] = [];
  for (const step of steps) {
    const imageId = idOf(step.address);
    if (imageId === undefined) {
      markRowMissing(execution, step.address);
      continue;
    }
    const present = labels.get(imageId);
    removeLabels(execution, step, imageId);
    addLabels(execution, step, imageId, present);
    if (present !== undefined || step.remove.length > 0) doubtful.push([step, imageId]);
  }
  inserts.labels.flush();
  if (doubtful.length > 0) compareBack(session, doubtful);
}

function removeLabels(execution: Execution, { address, remove }: LabelStep, imageId: number): void {
  for (const { text, type } of remove) {
    const removed = execution.session.run(DELETE, imageId, text, type, SYNC_WRITER);
    if (removed > 0) noteChange(execution, address);
    execution.rowsWritten += removed;
  }
}

function addLabels(
  execution: Execution,
  { address, add }: LabelStep,
  imageId: number,
  present: Labels | undefined,
): void {
  const { session, inserts } = execution;
  const missing = present === undefined ? add : add.filter((label) => !present.has(labelKey(label)));
  if (missing.length === 0) return;
  noteChange(execution, address);
  for (const { text, type } of missing) inserts.labels.add([session.nextId("labels"), imageId, text, type]);
  execution.rowsWritten += missing.length;
}

function readLabels(session: Session, imageIds: readonly number[]): ReadonlyMap<number, Labels> {
  const images = new Map<number, Labels>();
  for (const [imageId, text, type, by] of session.all(READ, JSON.stringify(imageIds))) {
    const labels = images.get(Number(imageId)) ?? new Map<string, boolean>();
    const key = keyOf(String(text), String(type));
    labels.set(key, by === SYNC_WRITER || labels.get(key) === true);
    images.set(Number(imageId), labels);
  }
  return images;
}

/** Looks at images that had labels before: what was to come must be there, what was to go must not. */
function compareBack(session: Session, steps: readonly (readonly [LabelStep, number])[]): void {
  const labels = readLabels(
    session,
    steps.map(([, imageId]) => imageId),
  );
  for (const [{ address, add, remove }, imageId] of steps) {
    const present = labels.get(imageId) ?? new Map<string, boolean>();
    const added = new Set(add.map(labelKey));
    const wrong = [
      ...add.filter((label) => !present.has(labelKey(label))),
      ...remove.filter((label) => present.get(labelKey(label)) === true && !added.has(labelKey(label))),
    ];
    if (wrong.length > 0) throw new Error(`Labels of ${address} do not read back: ${JSON.stringify(wrong)}`);
  }
}

function labelKey({ text, type }: Label): string {
  return keyOf(text, type);
}

function keyOf(text: string, type: string): string {
  return `${type}\u0000${text}`;
}
