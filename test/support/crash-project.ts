import { rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { ROOT_MARKER } from "../../src/manifest/check/assets.js";
import { albumOf, type DeclaredPicture } from "./picture-project.js";
import { drawNoise } from "./pictures.js";
import { writeFiles } from "./project.js";

type Declared = DeclaredPicture["declared"];

/** A project of a template and an album of two images. All of it is small: each of its write points costs a process. */
export async function writeSmallProject(dir: string): Promise<void> {
  const [one, two] = [await draw(1), await draw(2)];
  writeFiles(dir, {
    "sync.config.yaml": "estate: main\n",
    [`data/legacy/${ROOT_MARKER}`]: "main\n",
    "manifests/cards.yaml": templateText("a card"),
  });
  writeAlbum(dir, "a", [picture("a/1.png", one, { labels: [tag("x"), tag("y")] }), picture("a/2.png", two)]);
}

/** The small project with more to be changed: an image, an album that will be renamed, and one that will go. */
export async function writeWholeProject(dir: string): Promise<void> {
  await writeSmallProject(dir);
  const [one, two, three] = [await draw(1), await draw(2), await draw(3)];
  writeAlbum(dir, "a", [
    picture("a/1.png", one, { labels: [tag("x"), tag("y")] }),
    picture("a/2.png", two),
    picture("a/3.png", three),
  ]);
  writeAlbum(dir, "b", [picture("b/4.png", await draw(4))]);
  writeAlbum(dir, "gone", [picture("gone/5.png", await draw(5))]);
}

/**
 * The whole project later: two images that swap their names, an album that gets another one, a row that somebody
 * uploaded and that is taken over, an image with other bytes, a new one, labels that come and go, another order, a
 * changed template, and an album and its image that are gone.
 */
export async function changeWholeProject(
  dir: string,
  upload: (sql: string) => unknown = (sql) => change(dir, sql),
): Promise<void> {
  const [one, two] = [await draw(1), await draw(2)];
  rmSync(join(dir, "manifests/gone.yaml"));
  rmSync(join(dir, "manifests/b.yaml"));
  writeFiles(dir, { "manifests/cards.yaml": templateText("the card") });
  writeAlbum(dir, "a", [
    picture("a/new.png", await draw(7)),
    picture("a/3.png", await draw(8), { steps: 30 }),
    picture("a/2.png", one, { renamed_from: "a/1.png", labels: [tag("y"), tag("z")] }),
    picture("a/1.png", two, { renamed_from: "a/2.png" }),
    picture("a/6.png", await draw(6), { labels: [tag("x")] }),
  ]);
  writeAlbum(dir, "c", [picture("b/4.png", await draw(4))], { renamed_from: "b" });
  await upload(
    `INSERT INTO images (filename, file_path, is_nsfw, is_public, created_at, updated_at)
      VALUES ('a__6.png', '/srv/uploads/6.png', FALSE, TRUE, '2025-01-01', '2025-01-01')`,
  );
}

/** The small project later: one image is no longer declared, and somebody deleted the row of the other. */
export async function dropFromSmallProject(dir: string): Promise<void> {
  writeAlbum(dir, "a", [picture("a/1.png", await draw(1), { labels: [tag("x"), tag("y")] })]);
  change(dir, "DELETE FROM images WHERE filename = 'a__1.png'");
}

function writeAlbum(
  dir: string,
  slug: string,
  pictures: readonly DeclaredPicture[],
  head: object = {},
): void {
  const files = pictures.map(({ file, bytes }) => [`data/legacy/${file}`, bytes] as const);
  writeFiles(dir, {
    [`manifests/${slug}.yaml`]: albumOf(slug, pictures, { ...head }),
    ...Object.fromEntries(files),
  });
}

function templateText(prompt: string): string {
  const items = { key: "{value}", rows: [{ value: "Ace" }] };
  const template = { kind: "set-template", slug: "cards", name: "Cards", items, base_prompt: prompt };
  return JSON.stringify({ ...template, prompt_template: "{value}" });
}

/** As another program would. */
function change(dir: string, sql: string): void {
  const database = new Database(join(dir, "data/albums.db"));
  database.pragma("foreign_keys = OFF");
  database.exec(sql);
  database.close();
}

function draw(seed: number): Promise<Buffer> {
  return drawNoise(8, 8, seed).png().toBuffer();
}

function picture(file: string, bytes: Buffer, declared: Declared = {}): DeclaredPicture {
  return { file, bytes, declared };
}

function tag(text: string): object {
  return { text, type: "tag" };
}
