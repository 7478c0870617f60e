import { join } from "node:path";
import Database from "better-sqlite3";
import type { Bench } from "../bench.js";
import type { Benchmark } from "../benchmark.js";
import { ROWS_ONLY } from "../estates/estates.js";
import { dropDatabase } from "../files.js";
import { atLeast, atMost, peakOf, speedOf } from "../goals.js";
import type { Variant } from "../in-turn.js";
import { formatCount } from "../numbers.js";

const SIZES = [10_000, 100_000];
const LARGEST = 1_000_000;
const ROWS = "sync apply, its rows alone";
const WHOLE = "sync apply, whole command";
const LOOP = "prepared better-sqlite3 loop";

export const firstApply: Benchmark = {
  name: "first-apply",
  title: "Rows of a first apply",
  about: [
    "`sync apply` into no database, without thumbnails and without looking at files. Its rows alone: what it reports as elapsed, from taking the plan to the closed run; the rows of all tables are counted. The whole command, once for each size, also reads the manifests and plans.",
    "The loop writes the same rows, copied from the applied database, into the same tables with the same indexes: one prepared statement a table, one transaction, WAL. Reading them is not counted, nor has it triggers, checks, history to make up or anything to read back.",
  ],
  run: (bench) => {
    const sizes = [...new Set(SIZES.map(bench.scale))];
    const rows = [
      ...sizes.flatMap((images) => bench.compare(listVariants(bench, images), 0.1)),
      ...bench.compare(
        [...sizes, bench.scale(LARGEST)].map((images) => whole(bench, images)),
        0,
      ),
    ];
    const most = sizes.at(-1) as number;
    return {
      rows,
      goals: [
        atLeast("rows written, against the prepared loop", 0.8, "×", speedOf(rows, ROWS, LOOP, most)),
        atMost(
          `memory of the whole command, ${formatCount(bench.scale(LARGEST))} images`,
          400,
          "MB",
          peakOf(rows, WHOLE, bench.scale(LARGEST)),
        ),
      ],
    };
  },
};

function listVariants({ estates, sync, peer }: Bench, images: number): readonly Variant[] {
  const applied = estates.applied(images, "with files");
  if (typeof applied.outcome === "string")
    return [{ variant: ROWS, ours: true, images, command: applied.outcome }];
  const { dir } = applied;
  const [first, copy] = [join(dir, "data/first.db"), join(dir, "data/peer.db")];
  const source = join(dir, "data/albums.db");
  const amount = { count: countRows(source), unit: "rows" };
  return [
    {
      variant: ROWS,
      ours: true,
      images,
      amount,
      command: {
        ...sync(dir, ...ROWS_ONLY, "--db", `sqlite:${first}`),
        prepare: () => dropDatabase(first),
        readSeconds: (stdout) => (JSON.parse(stdout) as { elapsedMs: number }).elapsedMs / 1000,
      },
    },
    {
      variant: LOOP,
      ours: false,
      images,
      amount,
      command: {
        ...peer("insert-rows", dir, source, copy),
        prepare: () => dropDatabase(copy),
        readSeconds: (stdout) => Number(stdout.split(" ")[0]),
      },
    },
  ];
}

function whole({ estates, scale }: Bench, images: number): Variant {
  const files = images === scale(LARGEST) ? "without files" : "with files";
  return { variant: WHOLE, ours: true, images, command: estates.applied(images, files).outcome };
}

function countRows(file: string): number {
  const database = new Database(file, { readonly: true });
  const tables = database
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'sync_thumbnails'",
    )
    .pluck()
    .all() as readonly string[];
  const count = (table: string) => Number(database.prepare(`SELECT count(*) FROM "${table}"`).pluck().get());
  const total = tables.reduce((sum, table) => sum + count(table), 0);
  database.close();
  return total;
}
