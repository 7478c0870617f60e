import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.js";
import type { Benchmark } from "../benchmark.js";
import { ROWS_ONLY } from "../estates/estates.js";
import { WHOLE_SET } from "../estates/sets.js";
import {
  addRuns,
  changeEveryImage,
  changeTenthOfRows,
  commitOneLine,
  disownRows,
  removeHalf,
  withChanges,
} from "../estates/situations.js";
import { atMost, cpuOf, growthOf, peakOf, ratioOf, secondsOf } from "../goals.js";
import type { Variant } from "../in-turn.js";
import { type Command, measure } from "../measure.js";
import { formatCount } from "../numbers.js";
import type { Goal, Row } from "../results.js";

const SIZES = [10_000, 100_000];
/** Of what looks at every picture. */
const PICTURE_SIZES = [1_000, 10_000];
const PICTURE_BYTES = 2_000;
const ALBUM_SIZE = 100;
const SHARE = 0.02;

const PLAN = "sync plan";
const VALIDATE = "sync validate";
const FMT = "sync fmt --check";
const REFRESH = "sync plan --refresh";
const EVERY_IMAGE = "sync plan, every image changed";
const SHOW = "sync show, every image changed";
const SHOW_MARKDOWN = "sync show --format markdown, every image changed";
const DRIFTED = "sync plan, a tenth of the rows edited";
const PRUNE = "sync plan --prune, half of the manifests gone";
const BASE = "sync plan --base HEAD~1, one line changed";
const ADOPT = "sync adopt, every row foreign";
const LISTS = ["sync ls albums", "sync ls templates", "sync status", "sync history"];

export const scale: Benchmark = {
  name: "scale",
  title: "Every command at two sizes",
  about: [
    "100 images a manifest, tiny files, all of it applied and committed; what a line says is changed before it and put back after it. The history has a run for each manifest. `sync ls items` and `sync ls templates` list as many items in sets of 100; `sync render` renders one set that has all of them. `sync show` reads a saved plan. `sync verify`, `sync export` and `sync collect` look at every picture and are measured on fewer; collecting finds everything collected before.",
    "Growth is the exponent of CPU seconds from the smaller to the larger size, start-up included: 1 is ten times the work for ten times the images.",
  ],
  run: (bench) => {
    const rows = [
      ...sizesOf(bench, SIZES).flatMap((images) => [
        ...measureProject(bench, images),
        ...measureSets(bench, images),
      ]),
      ...sizesOf(bench, PICTURE_SIZES).flatMap((images) => measurePictures(bench, images)),
    ];
    return { rows: groupRows(rows), goals: [...listGoals(bench, rows), ...listGrowth(rows)] };
  },
};

function sizesOf(bench: Bench, sizes: readonly number[]): readonly number[] {
  return [...new Set(sizes.map(bench.scale))];
}

function measureProject(bench: Bench, images: number): readonly Row[] {
  const { dir, outcome } = bench.estates.applied(images, "with files");
  if (typeof outcome === "string") throw new Error(`The first apply of ${images} images ${outcome}.`);
  const sync = (...words: readonly string[]) => bench.sync(dir, ...words);
  const compare = (commands: Readonly<Record<string, Command>>) =>
    bench.compare(listVariants(commands, images), SHARE);
  const after = (change: (dir: string) => void, variant: string, ...words: readonly string[]) =>
    withChanges(dir, () => {
      change(dir);
      return compare({ [variant]: sync(...words) });
    });
  return [
    ...withChanges(dir, () => {
      addRuns(dir, images / ALBUM_SIZE);
      return compare({
        [PLAN]: sync("plan"),
        [VALIDATE]: sync("validate"),
        [FMT]: sync("fmt", "--check"),
        "sync ls albums": sync("ls", "albums"),
        "sync ls images": sync("ls", "images"),
        "sync status": sync("status"),
        "sync history": sync("history"),
        "sync history 1 --verbose": sync("history", "1", "--verbose"),
        [REFRESH]: sync("plan", "--refresh"),
      });
    }),
    ...withChanges(dir, () => {
      changeEveryImage(dir);
      measure(sync("plan", "--out", "data/peer-plan.json"));
      return compare({
        [EVERY_IMAGE]: sync("plan"),
        [SHOW]: sync("show", "data/peer-plan.json"),
        [SHOW_MARKDOWN]: sync("show", "data/peer-plan.json", "--format", "markdown"),
      });
    }),
    ...after(changeTenthOfRows, DRIFTED, "plan"),
    ...after(removeHalf, PRUNE, "plan", "--prune", "--allow-deletes", String(images)),
    ...after(commitOneLine, BASE, "plan", "--base", "HEAD~1"),
    ...after(disownRows, ADOPT, "adopt"),
  ];
}

function measureSets(bench: Bench, items: number): readonly Row[] {
  const dir = bench.estates.sets(items);
  measure(bench.sync(dir, ...ROWS_ONLY));
  const commands = {
    "sync ls items": bench.sync(dir, "ls", "items"),
    "sync ls templates": bench.sync(dir, "ls", "templates"),
    "sync render": bench.sync(dir, "render", WHOLE_SET),
    "sync new set --dry-run": bench.sync(dir, "new", "set", "fresh", "--dry-run"),
  };
  return bench.compare(listVariants(commands, items), SHARE);
}

function measurePictures(bench: Bench, images: number): readonly Row[] {
  const dir = bench.estates.rows(images, "with files");
  // A database of its own, in which no thumbnail is said to be made.
  const sync = (...words: readonly string[]) =>
    bench.sync(dir, ...words, "--db", "sqlite:data/peer-verify.db");
  measure(sync(...ROWS_ONLY));
  const albums = Array.from(
    { length: images / ALBUM_SIZE },
    (_, album) => `bench/album-${String(album).padStart(5, "0")}`,
  );
  const exported = (format: string): Command => ({
    ...sync("export", ...albums, "--any-album", "--format", format, "--out", "data/peer-train"),
    prepare: () => rmSync(join(dir, "data/peer-train"), { recursive: true, force: true }),
  });
  const tree = bench.estates.outputs({ images, bytes: PICTURE_BYTES }).dir;
  measure(bench.sync(tree, "collect", "outputs"));
  const commands = {
    "sync verify": sync("verify"),
    "sync export --format kohya": exported("kohya"),
    "sync export --format webdataset": exported("webdataset"),
    "sync collect --dry-run, collected before": bench.sync(tree, "collect", "outputs", "--dry-run"),
    "sync collect --relink --dry-run": bench.sync(tree, "collect", "--relink", "--dry-run"),
    "sync gc --dry-run": sync("gc", "--dry-run"),
  };
  return bench.compare(listVariants(commands, images), SHARE);
}

function listVariants(commands: Readonly<Record<string, Command>>, images: number): readonly Variant[] {
  return Object.entries(commands).map(([variant, command]) => ({ variant, ours: true, images, command }));
}

function growthOfCpu(rows: readonly Row[], variant: string) {
  const growth = growthOf(rows, variant, ({ seconds, cpuSeconds }) => cpuSeconds ?? seconds);
  return growth.value === null ? growth : { value: Number(growth.value.toFixed(2)) };
}

/** The sizes of a variant below each other, its growth beside the last. */
function groupRows(rows: readonly Row[]): readonly Row[] {
  return namesOf(rows).flatMap((variant) => {
    const { value } = growthOfCpu(rows, variant);
    const own = rows.filter((row) => row.variant === variant);
    return own.map((row, index) =>
      value === null || index < own.length - 1 ? row : { ...row, remark: `growth ${value.toFixed(2)}` },
    );
  });
}

function namesOf(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.map(({ variant }) => variant))];
}

function listGrowth(rows: readonly Row[]): readonly Goal[] {
  return namesOf(rows).map((variant) => {
    const sizes = rows.filter((row) => row.variant === variant).map(({ images }) => formatCount(images));
    const text = `growth of ${variant}, from ${sizes[0]} to ${sizes.at(-1)} images`;
    return atMost(text, 1.1, "", growthOfCpu(rows, variant));
  });
}

function listGoals(bench: Bench, rows: readonly Row[]): readonly Goal[] {
  const most = bench.scale(Math.max(...SIZES));
  const of = `of ${formatCount(most)} images`;
  const cpu = (variant: string, limit: number) =>
    atMost(`CPU of ${variant}, ${of}`, limit, "s", cpuOf(rows, variant, most));
  const memory = (variant: string, limit: number) =>
    atMost(`memory of ${variant}, ${of}`, limit, "MB", peakOf(rows, variant, most));
  const ratio = (variant: string, other: string, limit: number) =>
    atMost(`${variant} against ${other}, ${of}`, limit, "×", ratioOf(rows, variant, other, most));
  return [
    ...LISTS.map((list) => ratio(list, PLAN, 2)),
    ratio(FMT, VALIDATE, 1.2),
    cpu(EVERY_IMAGE, 12),
    memory(EVERY_IMAGE, 400),
    cpu(REFRESH, 5),
    cpu(DRIFTED, 13),
    atMost(`${BASE}, ${of}`, 2, "s", secondsOf(rows, BASE, most)),
    memory(BASE, 150),
    ratio(SHOW_MARKDOWN, SHOW, 1.2),
    cpu(ADOPT, 15),
    memory(ADOPT, 300),
  ];
}
