import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.js";
import type { Benchmark } from "../benchmark.js";
import { setAside } from "../files.js";
import { atMost, cpuOf, growthOf } from "../goals.js";
import type { Variant } from "../in-turn.js";
import { formatCount } from "../numbers.js";

const SIZES = [1_000, 10_000];
const BYTES = 200_000;
const COLLECT = "sync collect --apply";

export const collectApply: Benchmark = {
  name: "collect-apply",
  title: "Collecting and applying in one process",
  about: [
    "`sync collect outputs --apply --yes --no-thumbnails` of decks of 100 pictures of noise, 200 kB each, with a sidecar of 2 kB beside each, into a project without images or database; all of it in the page cache. The pictures are hashed, copied and flushed, the manifests written, read and planned, and the rows written. Growth is the exponent of CPU seconds, start-up included.",
  ],
  run: (bench) => {
    const sizes = [...new Set(SIZES.map(bench.scale))];
    const rows = bench.compare(
      sizes.map((images) => collectAndApply(bench, images)),
      0.1,
    );
    const least = sizes[0] as number;
    const text = `growth from ${formatCount(least)} to ${formatCount(sizes.at(-1) as number)} images`;
    return {
      rows,
      goals: [
        atMost(`CPU of ${formatCount(least)} images`, 3.1, "s", cpuOf(rows, COLLECT, least)),
        atMost(
          text,
          1,
          "",
          growthOf(rows, COLLECT, ({ seconds, cpuSeconds }) => cpuSeconds ?? seconds),
        ),
      ],
    };
  },
};

function collectAndApply({ estates, sync }: Bench, images: number): Variant {
  const { dir, megabytes } = estates.outputs({ images, bytes: BYTES });
  return {
    variant: COLLECT,
    ours: true,
    images,
    amount: { count: megabytes, unit: "MB" },
    command: {
      ...sync(dir, "collect", "outputs", "--apply", "--yes", "--no-thumbnails"),
      prepare: () => dropCollected(dir),
    },
  };
}

function dropCollected(dir: string): void {
  setAside(join(dir, "data"));
  rmSync(join(dir, "manifests/legacy"), { recursive: true, force: true });
  // What is still to be written of the tree would be charged to the first that flushes a file.
  execFileSync("/bin/sync");
}
