import type { Bench } from "../bench.js";
import type { Benchmark } from "../benchmark.js";
import { atMost, growthOf, peakOf, ratioOf, secondsOf } from "../goals.js";
import { formatCount } from "../numbers.js";

const SIZES = [10_000, 100_000, 1_000_000];
const PLAN = "sync plan";
const STATUS = "git status";

export const noChangePlan: Benchmark = {
  name: "no-change-plan",
  title: "A plan that finds nothing to do",
  about: [
    "100 images a manifest; all manifests and the database equal, all thumbnails recorded as made. No cache of ours is kept beside the database, so it is what a fresh checkout costs.",
    "`git status --porcelain` looks at the same tree, its index fresh: manifests, and a file of 75 bytes for each image. At a million images the tree has no picture files, and git is not asked.",
  ],
  run: (bench) => {
    const sizes = [...new Set(SIZES.map(bench.scale))];
    const rows = sizes.flatMap((images) => bench.compare(listVariants(bench, images), 0.05));
    const [smallest, middle, largest] = SIZES.map(bench.scale) as [number, number, number];
    return {
      rows,
      goals: [
        atMost(
          `plan of ${formatCount(middle)} images against git status`,
          2,
          "×",
          ratioOf(rows, PLAN, STATUS, middle),
        ),
        atMost(`memory of a plan of ${formatCount(middle)} images`, 120, "MB", peakOf(rows, PLAN, middle)),
        atMost(`plan of ${formatCount(largest)} images`, 3, "s", secondsOf(rows, PLAN, largest)),
        atMost(`memory of a plan of ${formatCount(largest)} images`, 150, "MB", peakOf(rows, PLAN, largest)),
        atMost(
          `growth of a plan: exponent from ${formatCount(smallest)} to ${formatCount(largest)} images`,
          0.8,
          "",
          growthOf(rows, PLAN),
        ),
      ],
    };
  },
};

function listVariants({ estates, sync, scale }: Bench, images: number) {
  const isLargest = images === scale(Math.max(...SIZES));
  const { dir } = estates.applied(images, isLargest ? "without files" : "with files");
  const status = { program: "git", words: ["status", "--porcelain"], cwd: dir };
  return [
    { variant: PLAN, ours: true, images, command: sync(dir, "plan") },
    ...(isLargest ? [] : [{ variant: STATUS, ours: false, images, command: status }]),
  ];
}
