import { copyFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Bench } from "../bench.js";
import type { Benchmark } from "../benchmark.js";
import { ROWS_ONLY } from "../estates/estates.js";
import { dropDatabase, emptyFolder, setAside } from "../files.js";
import { atLeast, atMost, peakOf, speedOf } from "../goals.js";
import type { Variant } from "../in-turn.js";
import { measure } from "../measure.js";
import { canRun, findPillow } from "../peer-programs.js";
import type { Row } from "../results.js";

const PICTURES = 900;
const OURS = "sync thumbnails";
const VIPS = "vipsthumbnail, xargs -P$(nproc)";
const LOOP = "bare sharp loop";

export const thumbnails: Benchmark = {
  name: "thumbnails",
  title: "Thumbnails",
  about: [
    "PNGs of 512 × 720 with gradients, edges and grain, to WebP of quality 85 and effort 4 inside 300 × 300. Ours also hashes each picture before it is decoded, flushes each thumbnail to the disk, renames it into place and records it in the database.",
    "The sharp loop has six pictures in flight and does none of that; `vipsthumbnail` takes eight files a process, Pillow (LANCZOS) a share of all for each processor.",
    "The goals are about the rate of making thumbnails, so every peer makes as many as we do, and so many that starting a program, a quarter of a second for ours and most of it on one core, hardly counts. A third of the pictures is there to see whether memory grows.",
  ],
  run: async (bench) => {
    const few = bench.scale(PICTURES / 3);
    const many = 3 * few;
    const rows = [
      ...bench.compare([ours(bench, await prepareProject(bench, few), few)], 0.02),
      ...bench.compare(listVariants(bench, await prepareProject(bench, many), many), 0.14),
    ];
    return {
      rows,
      goals: [
        atLeast("thumbnails against vipsthumbnail", 1.5, "×", speedOf(rows, OURS, VIPS, many)),
        atLeast("thumbnails against a bare sharp loop", 0.9, "×", speedOf(rows, OURS, LOOP, many)),
        atMost(
          "memory of three times as many pictures, against one time",
          1.15,
          "×",
          growth(rows, few, many),
        ),
      ],
    };
  },
};

async function prepareProject({ estates, sync }: Bench, images: number): Promise<string> {
  const dir = await estates.pictures(images);
  measure(sync(dir, ...ROWS_ONLY));
  copyFileSync(join(dir, "data/albums.db"), join(dir, "data/peer-rows.db"));
  return dir;
}

function ours({ sync }: Bench, dir: string, images: number): Variant {
  const prepare = () => {
    dropDatabase(join(dir, "data/albums.db"));
    setAside(join(dir, "data/thumbnails"));
    copyFileSync(join(dir, "data/peer-rows.db"), join(dir, "data/albums.db"));
  };
  return { variant: OURS, ours: true, images, command: { ...sync(dir, "thumbnails"), prepare } };
}

function listVariants(bench: Bench, dir: string, images: number): readonly Variant[] {
  const target = join(dir, "data/peer");
  const list = "find data/legacy -name '*.png' -print0 | xargs -0 -P$(nproc)";
  const shell = (line: string) => ({
    program: "sh",
    words: ["-c", line],
    cwd: dir,
    prepare: () => emptyFolder(target),
  });
  const pillow = join(bench.project, "bench/peers/pillow.py");
  const share = Math.ceil(images / availableParallelism());
  const python = findPillow();
  return [
    ours(bench, dir, images),
    {
      variant: LOOP,
      ours: false,
      images,
      command: {
        ...bench.peer("resize", dir, join(dir, "data/legacy"), target),
        prepare: () => emptyFolder(target),
      },
    },
    {
      variant: VIPS,
      ours: false,
      images,
      command: canRun("vipsthumbnail", "--vips-version")
        ? shell(`${list} -n8 vipsthumbnail -s 300x300 -o "$PWD/data/peer/%s.webp[Q=85]"`)
        : "vipsthumbnail is not installed",
    },
    {
      variant: "Pillow, xargs -P$(nproc)",
      ours: false,
      images,
      command:
        python === undefined
          ? "Pillow is not installed"
          : shell(`${list} -n${share} ${python} ${pillow} data/peer`),
    },
  ];
}

function growth(rows: readonly Row[], few: number, many: number) {
  const [small, large] = [peakOf(rows, OURS, few), peakOf(rows, OURS, many)];
  if (small.value === null || large.value === null) return { value: null, reason: "not measured" };
  return { value: large.value / small.value };
}
