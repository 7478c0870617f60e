import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Bench } from "../bench.js";
import type { Benchmark } from "../benchmark.js";
import { ROWS_ONLY } from "../estates/estates.js";
import { dropDatabase } from "../files.js";
import { atLeast, speedOf } from "../goals.js";
import { formatCount } from "../numbers.js";
import type { OldRecord } from "../peers/old-importer.js";

const SIZES = [1000, 10_000];
const FIRST = "sync apply, first";
const AGAIN = "sync apply, nothing changed";
const OLD_FIRST = "old importer, first";
const OLD_AGAIN = "old importer, nothing changed";

export const oldImporter: Benchmark = {
  name: "old-importer",
  title: "Beside the importer that came before",
  about: [
    "Whole commands, without thumbnails and without looking at files. The old importer is rebuilt here on the same driver, as its ways are known: one list of records, and for each image three look-ups through the query builder, file_path among them without an index, and row-by-row inserts; no hashes, no labels.",
    "The original, in Python with SQLAlchemy, took 110 s for the first 10,000 images and 172 s for the same again when it could still be run, on such a machine; the goals were set against that.",
  ],
  run: (bench) => {
    const sizes = [...new Set(SIZES.map(bench.scale))];
    const rows = sizes.flatMap((images) => bench.compare(listVariants(bench, images), 0.08));
    const most = sizes.at(-1) as number;
    const text = `of ${formatCount(most)} images, times as fast as the old importer's`;
    return {
      rows,
      goals: [
        atLeast(`first apply ${text}`, 30, "×", speedOf(rows, FIRST, OLD_FIRST, most)),
        atLeast(`apply without changes ${text}`, 300, "×", speedOf(rows, AGAIN, OLD_AGAIN, most)),
      ],
    };
  },
};

function listVariants({ estates, sync, peer }: Bench, images: number) {
  const { dir } = estates.applied(images, "with files");
  const [first, old] = [join(dir, "data/first.db"), join(dir, "data/peer-old.db")];
  const records = join(dir, "data/peer-records.json");
  writeFileSync(records, JSON.stringify(listRecords(dir)));
  const importer = peer("old-importer", dir, records, old);
  const isLong = images >= 10_000;
  return [
    {
      variant: FIRST,
      ours: true,
      images,
      command: {
        ...sync(dir, ...ROWS_ONLY, "--db", `sqlite:${first}`),
        prepare: () => dropDatabase(first),
      },
    },
    {
      variant: OLD_FIRST,
      ours: false,
      images,
      ...(isLong ? { atMost: 3 } : {}),
      command: { ...importer, prepare: () => dropDatabase(old) },
    },
    { variant: AGAIN, ours: true, images, command: sync(dir, ...ROWS_ONLY) },
    { variant: OLD_AGAIN, ours: false, images, ...(isLong ? { atMost: 3 } : {}), command: importer },
  ];
}

function listRecords(dir: string): readonly OldRecord[] {
  const folder = join(dir, "manifests");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".yaml"),
  );
  return names.sort().flatMap((name) => {
    const { name: album, images } = parse(readFileSync(join(folder, name), "utf8")) as {
      readonly name: string;
      readonly images: readonly (Omit<OldRecord, "album" | "filename"> & { readonly file: string })[];
    };
    return images.map(({ file, prompt, seed, steps, width, height, created_at }) => ({
      album,
      filename: file.replaceAll("/", "__"),
      file_path: join(dir, "data/legacy", file),
      prompt,
      negative_prompt: "blurry",
      seed,
      steps,
      guidance_scale: 7.5,
      width,
      height,
      created_at,
    }));
  });
}
