import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import sharp from "sharp";
import { parse as parseYaml } from "yaml";
import { PROJECT_DIR } from "../test/support/paths.js";
import { copyProject } from "../test/support/project-copy.js";
import { renderPng } from "./draw/png.js";
import { sampleFolders } from "./estate/estate.js";
import { collectSourceTrees, writeSourceTrees } from "./estate/source-trees.js";

const SHIPPED = ["data/legacy", "manifests/legacy"];

const stagedFiles = new Map(
  listFiles(join(PROJECT_DIR, "manifests/legacy")).flatMap((manifest) => {
    const { images } = parseYaml(readFileSync(join(PROJECT_DIR, "manifests/legacy", manifest), "utf8"));
    const entries: readonly { readonly file: string; readonly source: { readonly file: string } }[] = images;
    return entries.map(({ file, source }) => [source.file, file] as const);
  }),
);

describe("the old trees of the sample", () => {
  it("become the shipped estate by sync collect, file for file", async () => {
    const dir = mkdtempSync(join(tmpdir(), "sample-"));
    try {
      const project = join(dir, "project");
      copyProject(project);
      for (const folder of SHIPPED) rmSync(join(project, folder), { recursive: true });
      await writeSourceTrees(dir, PROJECT_DIR, ({ file }, { path }) => readStaged(`${path}/${file}`));
      collectSourceTrees(dir, project);
      for (const folder of SHIPPED) {
        const files = listFiles(join(PROJECT_DIR, folder));
        assert.deepEqual(listFiles(join(project, folder)), files);
        for (const file of files) {
          const [made, shipped] = [project, PROJECT_DIR].map((root) =>
            readFileSync(join(root, folder, file)),
          );
          if (file.endsWith(".png")) assert.ok(made?.equals(shipped as Buffer), file);
          else assert.equal(String(made), String(shipped), file);
        }
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it("hold the pictures that the drawing program draws", async () => {
    for (const { path, pictures } of sampleFolders(PROJECT_DIR)) {
      for (const picture of [pictures[0], pictures.at(-1)]) {
        assert.ok(picture);
        const again = await pixelsOf(await renderPng(picture.draw()));
        const committed = await pixelsOf(readStaged(`${path}/${picture.file}`));
        assert.equal(again.length, committed.length);
        // Another processor may round an antialiased edge otherwise.
        const difference = meanDifference(again, committed);
        assert.ok(difference < 0.5, `${picture.file} is drawn otherwise: npm run sample:draw`);
      }
    }
  });
});

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** The bytes of a picture by its old place, `outputs/…` or `image packs/…`. */
function readStaged(place: string): Buffer {
  const sourceFile = place.slice(place.indexOf("/") + 1);
  const file = stagedFiles.get(sourceFile);
  assert.ok(file, `${place} is in no manifest: npm run sample:draw`);
  return readFileSync(join(PROJECT_DIR, "data/legacy", file));
}

async function pixelsOf(png: Buffer): Promise<Buffer> {
  return sharp(png).removeAlpha().raw().toBuffer();
}

function meanDifference(a: Buffer, b: Buffer): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1)
    sum += Math.abs((a[index] as number) - (b[index] as number));
  return sum / a.length;
}
