import { copyFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Bench } from "../bench.js";
import type { Benchmark } from "../benchmark.js";
import { ROWS_ONLY } from "../estates/estates.js";
import type { PictureKindName } from "../estates/pictures.js";
import { dropDatabase, emptyFolder, setAside } from "../files.js";
import { atLeast, atMost, peakOf, thriftOf } from "../goals.js";
import type { Variant } from "../in-turn.js";
import { measure } from "../measure.js";
import { canRun, findPillow } from "../peer-programs.js";
import type { Row } from "../results.js";

/** Pictures of a kind to make thumbnails of, and what is said of them behind the name of each variant. */
interface Subject {
  readonly kind: PictureKindName;
  readonly extension: "png" | "jpg";
  readonly what: string;
  readonly images: number;
}

const PICTURES = 900;
const PHOTOGRAPHS = 300;
const OURS = "sync thumbnails";
const LOOP = "bare sharp loop";
const VIPS = "vipsthumbnail, eight files a process";
const VIPS_SHARE = "vipsthumbnail, a process for each processor";
const PILLOW = "Pillow, a process for each processor";

export const thumbnails: Benchmark = {
  name: "thumbnails",
  title: "Thumbnails",
  about: [
    "PNGs of 512 × 720 and JPEGs of 4000 × 3000 with gradients, edges and grain, to WebP of quality 85 and effort 4 inside 300 × 300. Ours also hashes each picture before it is decoded, flushes each thumbnail to the disk, renames it into place and records it in the database.",
    "Every program works on one picture with one thread, and on as many pictures as keep all processors busy: ours and the sharp loop have six in flight, the others run a process for each processor (`xargs -P$(nproc)`, `VIPS_CONCURRENCY=1`). `vipsthumbnail` takes 50 ms to start, so how many files it is given each time decides much: eight, or a share of all, which is all that Pillow (LANCZOS) was measured with.",
    "The goals are about the time of processors that the work takes, the least of the runs: the wall time of programs that keep both processors busy differs by half from run to run as soon as anything else runs, their time of processors by a sixth at most. Files are read from memory that the first round filled. Every peer makes as many thumbnails as we do, and so many that starting a program hardly counts. A third of the PNGs is there to see whether memory grows.",
  ],
  run: async (bench) => {
    const many: Subject = { kind: "generated", extension: "png", what: "", images: bench.scale(PICTURES) };
    const few: Subject = { ...many, images: bench.scale(PICTURES / 3) };
    const photographs: Subject = {
      kind: "camera",
      extension: "jpg",
      what: ", JPEG of 4000 × 3000",
      images: bench.scale(PHOTOGRAPHS),
    };
    const rows = [
      ...bench.compare([ours(bench, await prepareProject(bench, few), few)], 0.02),
      ...bench.compare(listVariants(bench, await prepareProject(bench, many), many), 0.18),
      ...bench.compare(listVariants(bench, await prepareProject(bench, photographs), photographs), 0.06),
    ];
    return {
      rows,
      goals: [
        atLeast("CPU of vipsthumbnail against thumbnails", 1.5, "×", thriftAgainst(rows, VIPS, many)),
        atLeast(
          "CPU of vipsthumbnail against thumbnails, JPEG",
          1.2,
          "×",
          thriftAgainst(rows, VIPS, photographs),
        ),
        atLeast("CPU of a bare sharp loop against thumbnails", 0.95, "×", thriftAgainst(rows, LOOP, many)),
        atLeast(
          "CPU of a bare sharp loop against thumbnails, JPEG",
          0.95,
          "×",
          thriftAgainst(rows, LOOP, photographs),
        ),
        atMost(
          "memory of three times as many pictures, against one time",
          1.15,
          "×",
          growth(rows, few.images, many.images),
        ),
      ],
    };
  },
};

function thriftAgainst(rows: readonly Row[], peer: string, { what, images }: Subject) {
  return thriftOf(rows, OURS + what, peer + what, images);
}

async function prepareProject({ estates, sync }: Bench, { images, kind }: Subject): Promise<string> {
  const dir = await estates.pictures(images, kind);
  measure(sync(dir, ...ROWS_ONLY));
  copyFileSync(join(dir, "data/albums.db"), join(dir, "data/peer-rows.db"));
  return dir;
}

function ours({ sync }: Bench, dir: string, { images, what }: Subject): Variant {
  const prepare = () => {
    dropDatabase(join(dir, "data/albums.db"));
    setAside(join(dir, "data/thumbnails"));
    copyFileSync(join(dir, "data/peer-rows.db"), join(dir, "data/albums.db"));
  };
  return { variant: OURS + what, ours: true, images, command: { ...sync(dir, "thumbnails"), prepare } };
}

function listVariants(bench: Bench, dir: string, subject: Subject): readonly Variant[] {
  const { extension, images, what } = subject;
  const target = join(dir, "data/peer");
  const prepare = () => emptyFolder(target);
  const share = Math.ceil(images / availableParallelism());
  const shell = (files: number, program: string) => ({
    program: "sh",
    words: [
      "-c",
      `find data/legacy -name '*.${extension}' -print0 | xargs -0 -P$(nproc) -n${files} ${program}`,
    ],
    cwd: dir,
    prepare,
  });
  const vips = (files: number) =>
    canRun("vipsthumbnail", "--vips-version")
      ? shell(files, `env VIPS_CONCURRENCY=1 vipsthumbnail -s 300x300 -o "$PWD/data/peer/%s.webp[Q=85]"`)
      : "vipsthumbnail is not installed";
  const python = findPillow();
  const pillow = join(bench.project, "bench/peers/pillow.py");
  const loop = bench.peer("resize", dir, join(dir, "data/legacy"), target, extension);
  const peer = { ours: false, images };
  return [
    ours(bench, dir, subject),
    { ...peer, variant: LOOP + what, command: { ...loop, prepare } },
    { ...peer, variant: VIPS + what, command: vips(8) },
    { ...peer, variant: VIPS_SHARE + what, command: vips(share) },
    {
      ...peer,
      variant: PILLOW + what,
      command:
        python === undefined ? "Pillow is not installed" : shell(share, `${python} ${pillow} data/peer`),
    },
  ];
}

function growth(rows: readonly Row[], few: number, many: number) {
  const [small, large] = [peakOf(rows, OURS, few), peakOf(rows, OURS, many)];
  if (small.value === null || large.value === null) return { value: null, reason: "not measured" };
  return { value: large.value / small.value };
}
