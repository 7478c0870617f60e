import type { Step } from "../../apply/ports.js";

/** Steps of one sort that are carried out together. */
export type StepBatch = {
  [S in Step["step"]]: { readonly step: S; readonly steps: readonly Extract<Step, { step: S }>[] };
}[Step["step"]];

/**
 * Parts steps, their order kept, into runs of one sort: moves depend on each other and stay together, as do links of one
 * album, whose run takes further albums until it has `most`; of other sorts there are at most `most`, and no two are of the
 * same object.
 */
export function* batchSteps(steps: Iterable<Step>, most: number): Generator<StepBatch> {
  let batch: Step[] = [];
  let addresses = new Set<string>();
  for (const step of steps) {
    const [first] = batch;
    if (first !== undefined && !belongsTo(batch, step, addresses, most)) {
      yield { step: first.step, steps: batch } as StepBatch;
      batch = [];
      // A set that is cleared keeps what was in it alive once it is old.
      addresses = new Set();
    }
    batch.push(step);
    addresses.add(step.address);
  }
  const [first] = batch;
  if (first !== undefined) yield { step: first.step, steps: batch } as StepBatch;
}

function belongsTo(
  batch: readonly Step[],
  step: Step,
  addresses: ReadonlySet<string>,
  most: number,
): boolean {
  const last = batch.at(-1);
  if (last?.step !== step.step) return false;
  if (step.step === "move") return true;
  if (last.step === "link" && step.step === "link")
    return batch.length < most || last.placement.album === step.placement.album;
  return addresses.size < most && !addresses.has(step.address);
}
