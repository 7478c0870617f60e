import { join } from "node:path";
import type { Bench } from "../bench.js";
import type { Benchmark } from "../benchmark.js";
import { ROWS_ONLY } from "../estates/estates.js";
import { atLeast, speedOf } from "../goals.js";
import type { Variant } from "../in-turn.js";
import { measure } from "../measure.js";

/** Pictures of one kind, and what is said of them behind the name of each variant. */
interface Subject {
  readonly what: string;
  readonly images: number;
  readonly extension: "png" | "jpg";
  readonly dir: string;
}

const OURS = "sync verify";
const LOOP = "bare loop of reading, hashing and decoding";

export const verify: Benchmark = {
  name: "verify",
  title: "Verifying every byte",
  about: [
    "PNGs of one pixel, PNGs of 512 × 720, and JPEGs of 4000 × 3000 with gradients, edges and grain, all of it in the page cache. Ours reads, hashes and decodes each file, makes its perceptual hash, compares all with what the manifests declare, and notes each sound file, so that a stopped run can be continued. The loop only reads, hashes (SHA-256) and decodes (sharp), in a thread for each processor. A JPEG is decoded by ours only as far as its perceptual hash needs: every byte is read and unpacked, but libjpeg makes fewer pixels of it (shrink on load), where the loop makes all 12 million.",
  ],
  run: async (bench) => {
    const subjects = await listSubjects(bench);
    const rows = subjects.flatMap((subject) => bench.compare(listVariants(bench, subject), 0.05));
    return {
      rows,
      goals: subjects.map(({ what, images }) =>
        atLeast(
          `pictures a second, against the bare loop${what}`,
          0.8,
          "×",
          speedOf(rows, OURS + what, LOOP + what, images),
        ),
      ),
    };
  },
};

async function listSubjects({ estates, scale }: Bench): Promise<readonly Subject[]> {
  const [tiny, pictures, photographs] = [scale(10_000), scale(900), scale(300)];
  return [
    { what: ", one pixel", images: tiny, extension: "png", dir: estates.rows(tiny, "with files") },
    { what: "", images: pictures, extension: "png", dir: await estates.pictures(pictures, "generated") },
    {
      what: ", JPEG of 4000 × 3000",
      images: photographs,
      extension: "jpg",
      dir: await estates.pictures(photographs, "camera"),
    },
  ];
}

function listVariants({ sync, peer }: Bench, { what, images, extension, dir }: Subject): readonly Variant[] {
  // A database of its own, in which no thumbnail is said to be made.
  const db = ["--db", "sqlite:data/peer-verify.db"];
  measure(sync(dir, ...ROWS_ONLY, ...db));
  return [
    { variant: OURS + what, ours: true, images, command: sync(dir, "verify", ...db) },
    {
      variant: LOOP + what,
      ours: false,
      images,
      command: peer("decode", dir, join(dir, "data/legacy"), extension),
    },
  ];
}
