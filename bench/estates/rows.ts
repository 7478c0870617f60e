import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A picture file of an estate. */
export interface Picture {
  /** Of the file's name; png when left out. */
  readonly extension?: "png" | "jpg";
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

const ALBUM_SIZE = 100;
const NEGATIVE =
  "blurry, cropped, extra fingers, deformed hands, watermark, signature, low contrast, jpeg artefacts, out of frame";
const SUBJECTS = ["lighthouse", "orchard", "harbour", "windmill", "observatory", "greenhouse", "quarry"];
const MOODS = ["at first light", "under heavy rain", "in deep winter", "on a market day", "after the storm"];

/**
 * Writes a project with `size` images in albums of 100, or `albumSize`, to `dir`: configuration, manifests, and picture files, all
 * committed to git. Without `draw` there are no files and no repository. The same size gives the same files.
 */
export function writeEstate(
  dir: string,
  size: number,
  draw: ((number: number) => Picture) | null,
  albumSize = ALBUM_SIZE,
): void {
  writeText(join(dir, "sync.config.yaml"), "estate: bench\ndatabase: sqlite:data/albums.db\n");
  writeText(join(dir, ".gitignore"), "data/*.db*\ndata/thumbnails/\ndata/peer*\n");
  writeText(join(dir, "data/legacy/.album-sync-root"), "bench\n");
  for (let first = 0; first < size; first += albumSize)
    writeAlbum(dir, first / albumSize, first, Math.min(size, first + albumSize), draw);
  if (draw !== null) commitAll(dir);
}

function commitAll(dir: string): void {
  git(dir, "init", "--quiet");
  git(dir, "add", ".");
  git(dir, "commit", "--quiet", "--message", "Generate");
}

/** Runs git in a project, without the settings of whoever measures that matter; what it printed. */
export function git(dir: string, ...words: readonly string[]): string {
  const settings = ["user.name=bench", "user.email=bench@localhost", "core.compression=0", "gc.auto=0"];
  const options = settings.flatMap((setting) => ["-c", setting]);
  return execFileSync("git", [...options, ...words], { cwd: dir, encoding: "utf8" });
}

function writeAlbum(
  dir: string,
  number: number,
  first: number,
  end: number,
  draw: ((number: number) => Picture) | null,
): void {
  const slug = `bench/album-${pad(number, 5)}`;
  const folder = join(dir, "data/legacy", slug);
  if (draw !== null) mkdirSync(folder, { recursive: true });
  const entries: string[] = [];
  for (let index = first; index < end; index++) {
    const stem = `picture-${pad(index, 7)}`;
    const picture = draw?.(index) ?? { bytes: Buffer.from(stem), width: 1, height: 1 };
    const name = `${stem}.${picture.extension ?? "png"}`;
    if (draw !== null) writeFileSync(join(folder, name), picture.bytes);
    entries.push(describeImage(index, `${slug}/${name}`, picture));
  }
  const head = [
    "kind: album",
    `slug: ${slug}`,
    `name: Bench album ${number}`,
    "type: singles",
    "public: true",
    "defaults:",
    `  negative_prompt: ${JSON.stringify(NEGATIVE)}`,
    "  guidance_scale: 7.5",
    "images:",
  ];
  writeText(join(dir, `manifests/${slug}.yaml`), `${[...head, ...entries].join("\n")}\n`);
}

function describeImage(index: number, file: string, { bytes, width, height }: Picture): string {
  const subject = SUBJECTS[index % SUBJECTS.length] as string;
  const mood = MOODS[index % MOODS.length] as string;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return [
    `  - file: ${file}`,
    `    sha256: "${sha256}"`,
    `    bytes: ${bytes.length}`,
    `    width: ${width}`,
    `    height: ${height}`,
    `    created_at: 2025-10-13T21:${pad(index % 60, 2)}:33.${pad(index, 6)}Z`,
    `    prompt: ${JSON.stringify(`A ${subject} ${mood}, number ${index}, wide angle, muted colours, fine detail`)}`,
    `    seed: "${1_000_000 + index}"`,
    `    steps: ${20 + (index % 30)}`,
    "    labels:",
    `      - { text: ${subject}, type: tag }`,
    `      - { text: ${mood}, type: tag }`,
    `      - { text: "a ${subject} ${mood}", type: caption }`,
  ].join("\n");
}

function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function pad(number: number, digits: number): string {
  return String(number).padStart(digits, "0");
}
