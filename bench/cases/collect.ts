import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.js";
import type { Benchmark } from "../benchmark.js";
import { emptyFolder, setAside } from "../files.js";
import { atLeast, speedOf } from "../goals.js";
import type { Variant } from "../in-turn.js";

const IMAGES = 10_000;
const BYTES = 200_000;
const DRY = "sync collect --dry-run";
const SUM = "xargs -P$(nproc) sha256sum";
const SUM_LINE = "find outputs -type f -print0 | xargs -0 -P$(nproc) -n64 sha256sum > /dev/null";

export const collect: Benchmark = {
  name: "collect",
  title: "Collecting an old tree",
  about: [
    "Decks of 100 pictures of noise, 200 kB each, with a sidecar of 2 kB beside each; all of it in the page cache. The dry run reads and hashes every byte, looks into every picture and sidecar and says what would be staged and written; without it the pictures are also copied, flushed to the disk, read back, and their manifests written. Once more, nothing is new. `validate` reads and hashes what was staged, without sidecars.",
    "The peers know nothing of pictures: `sha256sum` hashes the same files; `cp -r` copies them, followed by a flush of the copies. What a round before has written is set aside, not removed.",
  ],
  run: (bench) => {
    const rows = bench.compare(listVariants(bench), 0.1);
    return {
      rows,
      goals: [
        atLeast(
          "hashing while collecting, megabytes a second against sha256sum",
          1,
          "×",
          speedOf(rows, DRY, SUM),
        ),
      ],
    };
  },
};

function listVariants({ estates, sync, scale }: Bench): readonly Variant[] {
  const images = scale(IMAGES);
  const { dir, megabytes } = estates.outputs({ images, bytes: BYTES });
  const work = { images, amount: { count: megabytes, unit: "MB" } };
  const ours = (...words: readonly string[]) => sync(dir, ...words);
  const shell = (line: string) => ({ program: "sh", words: ["-c", line], cwd: dir });
  const prepare = () => dropStaged(dir);
  const makeRoom = () => {
    dropStaged(dir);
    emptyFolder(join(dir, "copy"));
  };
  return [
    { variant: DRY, ours: true, ...work, command: { ...ours("collect", "outputs", "--dry-run"), prepare } },
    { variant: SUM, ours: false, ...work, command: shell(SUM_LINE) },
    { variant: "sync collect", ours: true, ...work, command: { ...ours("collect", "outputs"), prepare } },
    // These find what the one before has staged.
    { variant: "sync collect, once more", ours: true, ...work, command: ours("collect", "outputs") },
    {
      variant: "sync validate --assets hash",
      ours: true,
      ...work,
      command: ours("validate", "--assets", "hash"),
    },
    {
      variant: "cp -r, then sync -f",
      ours: false,
      ...work,
      command: { ...shell("cp -r outputs copy/outputs && /bin/sync -f copy"), prepare: makeRoom },
    },
  ];
}

function dropStaged(dir: string): void {
  for (const made of ["data", "copy"]) setAside(join(dir, made));
  rmSync(join(dir, "manifests/legacy"), { recursive: true, force: true });
  // What is still to be written of the tree would be charged to the first that flushes a file.
  execFileSync("/bin/sync");
}
