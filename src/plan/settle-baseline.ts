import type { BaselineUpdate } from "../model/baseline.js";
import type { DesiredEstate } from "../model/estate.js";
import type { Observation } from "../model/observed.js";
import type { Plan } from "../model/plan.js";

/**
 * The baseline to store after a plan: the manifests whose objects then all match their declaration. A manifest with a
 * blocked change, a note or a warning is left out, so that the next plan reports it again.
 */
export function settleBaseline(desired: DesiredEstate, plan: Plan, observation: Observation): BaselineUpdate {
  const loud = new Set([...plan.blocked, ...plan.notes].map(({ address }) => address));
  const open = new Set<string>();
  if (loud.size > 0)
    for (const resource of desired.resources)
      if (loud.has(resource.address)) open.add(resource.origin.source.file);
  const known = [...(observation.baseline?.applied.keys() ?? [])];
  return {
    manifests: desired.read.filter(({ file, silent }) => silent && !open.has(file)),
    forgotten: [
      ...desired.read.map(({ file }) => file),
      ...known.filter((file) => !desired.unchangedManifests.has(file)),
    ],
    watermark: observation.watermark,
  };
}
