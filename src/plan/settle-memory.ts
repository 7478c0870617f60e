import type { DesiredEstate } from "../model/estate.js";
import type { MemoryUpdate } from "../model/memory.js";
import type { Observation } from "../model/observed.js";
import type { Plan } from "../model/plan.js";

/**
 * What the database may remember once a plan is carried out: the manifests all of whose objects are then as declared.
 * One that a block, a remark or a warning is about is not among them, so that it is said again.
 */
export function settleMemory(desired: DesiredEstate, plan: Plan, observation: Observation): MemoryUpdate {
  const loud = new Set([...plan.blocked, ...plan.notes].map(({ address }) => address));
  const open = new Set<string>();
  if (loud.size > 0)
    for (const resource of desired.resources)
      if (loud.has(resource.address)) open.add(resource.origin.source.file);
  const known = [...(observation.memory?.applied.keys() ?? [])];
  return {
    manifests: desired.read.filter(({ file, silent }) => silent && !open.has(file)),
    forgotten: [
      ...desired.read.map(({ file }) => file),
      ...known.filter((file) => !desired.unread.has(file)),
    ],
    moment: observation.moment,
  };
}
