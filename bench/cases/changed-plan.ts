import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Benchmark } from "../benchmark.js";
import { atMost, secondsOf } from "../goals.js";
import type { Row } from "../results.js";

const MANIFEST = "manifests/bench/album-00000.yaml";
const NOTHING = "sync plan, nothing changed";
const CHANGED = "sync plan, one manifest changed";

export const changedPlan: Benchmark = {
  name: "changed-plan",
  title: "A plan after one manifest changed",
  about: [
    "One manifest of 100 images in 1,000 gets other prompts, all hundred of them; then it is put back.",
  ],
  run: (bench) => {
    const images = bench.scale(100_000);
    const { dir } = bench.estates.applied(images, "with files");
    const file = join(dir, MANIFEST);
    const text = readFileSync(file, "utf8");
    const changed = text.replaceAll("wide angle", "close up");
    const plan = (content: string) => ({
      ...bench.sync(dir, "plan"),
      prepare: () => writeFileSync(file, content),
    });
    const rows = bench.compare(
      [
        { variant: NOTHING, ours: true, images, command: plan(text) },
        { variant: CHANGED, ours: true, images, command: plan(changed) },
      ],
      0.04,
    );
    writeFileSync(file, text);
    return { rows, goals: [atMost("what the changed manifest adds", 0.2, "s", differenceOf(rows))] };
  },
};

function differenceOf(rows: readonly Row[]) {
  const [without, with_] = [secondsOf(rows, NOTHING), secondsOf(rows, CHANGED)];
  if (without.value === null || with_.value === null) return { value: null, reason: "not measured" };
  return { value: with_.value - without.value };
}
