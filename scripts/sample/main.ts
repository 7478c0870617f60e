// Draws the sample estate anew: data/legacy and manifests/legacy. Same program, same bytes.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { renderPng } from "./draw/png.js";
import type { SampleAlbum } from "./estate/album.js";
import { sampleAlbums } from "./estate/estate.js";
import { type ByteFacts, formatManifest } from "./estate/manifest.js";
import { ROOT_MARKER, sidecarFile, stagedFile } from "./estate/paths.js";
import { formatSidecar } from "./estate/sidecar.js";

const projectDir = join(import.meta.dirname, "../../..");
const assetRoot = join(projectDir, "data/legacy");

write(join(assetRoot, ROOT_MARKER), "main\n");
for (const album of sampleAlbums(projectDir)) await drawAlbum(album);

async function drawAlbum(album: SampleAlbum): Promise<void> {
  const facts: ByteFacts[] = [];
  for (const picture of album.pictures) {
    const file = stagedFile(album.slug, picture.sourceFile);
    const png = await renderPng(picture.draw());
    write(join(assetRoot, file), png);
    if (picture.sidecar !== undefined)
      write(join(assetRoot, sidecarFile(file)), formatSidecar(picture.sidecar));
    facts.push({ sha256: createHash("sha256").update(png).digest("hex"), bytes: png.length });
  }
  write(join(projectDir, "manifests/legacy", `${album.slug}.yaml`), formatManifest(album, facts));
  process.stdout.write(`${album.slug}: ${facts.length}\n`);
}

function write(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
