import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Bench } from "../bench.js";
import type { Benchmark } from "../benchmark.js";
import { atLeast, atMost, peakOf, rateIn } from "../goals.js";

/** In one file. */
const TYPED = "sync validate --assets none, typed by hand";
const READ = "reading and checking against the schema, alone";

export const read: Benchmark = {
  name: "read",
  title: "Reading manifests that have to be read",
  about: [
    "100 images a manifest, about 480 bytes each, in the form that `sync fmt` writes. Alone: one thread, start-up not counted, nothing kept. `sync validate` is the whole command, which also builds every resource and checks them against each other. Typed by hand: one manifest, with comments, blank lines, other indentation and other quotes.",
    "The peers parse a tenth of the images; the rates can be compared. JSON.parse reads the same values written as indented JSON.",
  ],
  run: (bench) => {
    const images = bench.scale(100_000);
    const rows = bench.compare(listVariants(bench, images), 0.08);
    return {
      rows,
      goals: [
        atLeast("canonical manifests read", 60_000, "images/s", rateIn(rows, READ)),
        atMost("memory of reading them", 200, "MB", peakOf(rows, READ)),
        atLeast("manifests typed by hand, validated", 25_000, "images/s", rateIn(rows, TYPED)),
        atMost("memory of validating them", 300, "MB", peakOf(rows, TYPED)),
      ],
    };
  },
};

function listVariants(bench: Bench, images: number) {
  const { estates, part, peer, sync, scale } = bench;
  const dir = estates.rows(images, "with files");
  const few = scale(images / 10);
  const typed = scale(20_000);
  const small = estates.rows(few, "with files");
  const readSeconds = (stdout: string) => Number(stdout.split(" ")[0]);
  return [
    { variant: READ, ours: true, images, command: { ...part("read-manifests", dir, dir), readSeconds } },
    {
      variant: "sync validate --assets none",
      ours: true,
      images,
      command: sync(dir, "validate", "--assets", "none"),
    },
    {
      variant: TYPED,
      ours: true,
      images: typed,
      command: sync(estates.typed(typed), "validate", "--assets", "none"),
    },
    {
      variant: "`yaml` parse",
      ours: false,
      images: few,
      command: { ...peer("parse-yaml", small, join(small, "manifests")), readSeconds },
    },
    {
      variant: "JSON.parse",
      ours: false,
      images: few,
      command: { ...peer("parse-json", small, writeAsJson(bench, small)), readSeconds },
    },
  ];
}

/** A folder with the manifests of a project as JSON. */
function writeAsJson({ estates }: Bench, dir: string): string {
  const folder = estates.empty("manifests as JSON");
  const names = readdirSync(join(dir, "manifests"), { recursive: true, encoding: "utf8" });
  for (const [index, name] of names.filter((each) => each.endsWith(".yaml")).entries()) {
    const value: unknown = parse(readFileSync(join(dir, "manifests", name), "utf8"));
    writeFileSync(join(folder, `${index}.json`), JSON.stringify(value, null, 2));
  }
  return folder;
}
