import type { Bench } from "../bench.js";
import type { Benchmark } from "../benchmark.js";
import { atMost, ratioOf, secondsOf } from "../goals.js";
import { measure } from "../measure.js";

export const startUp: Benchmark = {
  name: "start-up",
  title: "Start-up",
  about: [
    "Whole processes. The plan is that of the estate that this project ships, 113 images in eight albums and three sets, all of it applied.",
  ],
  run: (bench) => {
    const rows = bench.compare(listVariants(bench), 0.04);
    const node = "node -e 0";
    return {
      rows,
      goals: [
        atMost("sync --version against node -e 0", 1.5, "×", ratioOf(rows, "sync --version", node)),
        atMost("sync plan against node -e 0", 2, "×", ratioOf(rows, "sync plan", node)),
        atMost("sync plan of the shipped estate", 0.5, "s", secondsOf(rows, "sync plan")),
      ],
    };
  },
};

function listVariants({ project, estates, sync }: Bench) {
  const database = `sqlite:${estates.empty("shipped")}/albums.db`;
  measure(sync(project, "apply", "--yes", "--no-thumbnails", "--json", "--db", database));
  const node = { program: process.execPath, words: ["-e", "0"], cwd: project };
  const ours = { ours: true, images: 0 };
  return [
    { variant: "node -e 0", ours: false, images: 0, command: node },
    { ...ours, variant: "sync --version", command: sync(project, "--version") },
    { ...ours, variant: "sync --help", command: sync(project, "--help") },
    { ...ours, variant: "sync completion bash", command: sync(project, "completion", "bash") },
    { ...ours, variant: "sync plan", images: 113, command: sync(project, "plan", "--db", database) },
  ];
}
