import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { describe, it } from "node:test";
import { parse as parseCsv } from "csv-parse/sync";
import sharp from "sharp";
import { parse as parseYaml } from "yaml";
import { type Item, nameItem, placeholdersOf } from "../src/model/prompt.js";
import { PROJECT_DIR } from "./support/paths.js";

const ASSETS = join(PROJECT_DIR, "data/legacy");
const COUNTS: { readonly [slug: string]: number } = {
  "decks/card-deck-20251013-213149": 9,
  "decks/card-deck-20251013-213519": 34,
  "decks/tarot-deck-20251014-224018": 22,
  "lora-experiments/lora-tests": 6,
  "reference-packs/ornament-studies": 12,
  "singles/2025-10": 10,
  "zodiac/zodiac-20251013-204136": 8,
  "zodiac/zodiac-20251013-210029": 12,
};
const SET_SIZES: { readonly [slug: string]: number } = { "card-deck": 54, "tarot-deck": 22, zodiac: 12 };

type Entry = { readonly [field: string]: unknown; readonly file: string; readonly item?: string } & {
  readonly source: { readonly file: string; readonly model?: string };
};
interface AlbumManifest {
  readonly slug: string;
  readonly type: string;
  readonly set_template?: string;
  readonly public: boolean;
  readonly training_source: boolean;
  readonly defaults?: { readonly [field: string]: unknown };
  readonly images: readonly Entry[];
}

const albums = Object.keys(COUNTS).map(readAlbum);
const entries = albums.flatMap(({ defaults, images }) =>
  images.map((entry): Entry => ({ ...defaults, ...entry })),
);

describe("the shipped sets", () => {
  for (const [slug, size] of Object.entries(SET_SIZES)) {
    it(`${slug} has ${size} items, each with a key of its own and no empty cell`, () => {
      const { key, rows } = readSet(slug);
      assert.equal(rows.length, size);
      assert.equal(new Set(rows.map((row) => nameItem(key, row))).size, size);
      assert.deepEqual(
        rows.filter((row) => Object.values(row).some((cell) => cell.trim() === "")),
        [],
      );
    });

    it(`${slug} uses columns of its CSV only, and all texts differ from row to row`, () => {
      const { key, template, rows } = readSet(slug);
      const columns = Object.keys(rows[0] as Item);
      const used = [...placeholdersOf(key), ...placeholdersOf(template)].map(({ name }) => name);
      assert.deepEqual(
        used.filter((name) => !columns.includes(name)),
        [],
      );
      assert.equal(new Set(rows.map(({ meaning }) => meaning)).size, size);
    });
  }

  it("the card deck is four suits of thirteen and two jokers", () => {
    const perSuit: { [suit: string]: number } = {};
    for (const { suit = "" } of readSet("card-deck").rows) perSuit[suit] = (perSuit[suit] ?? 0) + 1;
    assert.deepEqual(perSuit, { Spades: 13, Hearts: 13, Diamonds: 13, Clubs: 13, "All Suits": 2 });
  });
});

describe("the shipped manifests", () => {
  it("hold the albums of the sample, each with its number of images", () => {
    const files = listFiles(join(PROJECT_DIR, "manifests/legacy"));
    assert.deepEqual(
      files,
      Object.keys(COUNTS).map((slug) => `${slug}.yaml`),
    );
    assert.deepEqual(Object.fromEntries(albums.map(({ slug, images }) => [slug, images.length])), COUNTS);
  });

  it("keep reference packs private and mark what is for training", () => {
    const flags = albums.map(({ type, public: isPublic, training_source }) =>
      [type, isPublic, training_source].join(" "),
    );
    assert.deepEqual([...new Set(flags)].sort(), [
      "deck true false",
      "lora-experiment false true",
      "reference-pack false true",
      "singles true false",
      "zodiac true false",
    ]);
  });

  it("order images by time, then file", () => {
    for (const { images } of albums) {
      const keys = images.map(({ created_at, file }) => `${created_at ?? ""} ${file}`);
      assert.deepEqual(keys, [...keys].sort());
    }
  });

  it("name items that their set has", () => {
    for (const { set_template, images } of albums) {
      if (set_template === undefined) continue;
      const { key, rows } = readSet(set_template);
      const names = rows.map((row) => nameItem(key, row));
      assert.deepEqual(
        images.map(({ item }) => item),
        names.slice(0, images.length),
      );
    }
  });

  it("declare every staged file, and nothing that is not there", () => {
    const staged = listFiles(ASSETS).filter((file) => file.endsWith(".png"));
    assert.deepEqual(staged, entries.map(({ file }) => file).sort());
    assert.equal(readFileSync(join(ASSETS, ".album-sync-root"), "utf8"), "main\n");
  });
});

describe("the shipped images", () => {
  it("are what their entries say, byte for byte", async () => {
    for (const { file, sha256, bytes, width, height } of entries) {
      const data = readFileSync(join(ASSETS, file));
      const meta = await sharp(data).metadata();
      assert.deepEqual(
        { file, sha256, bytes, width, height, format: "png" },
        {
          file,
          sha256: createHash("sha256").update(data).digest("hex"),
          bytes: data.length,
          width: meta.width,
          height: meta.height,
          format: meta.format,
        },
      );
    }
    assert.equal(new Set(entries.map(({ sha256 }) => sha256)).size, entries.length, "the same picture twice");
  });

  it("are small: below 25 kB each, 5 MB with their sidecars", () => {
    const sizes = listFiles(ASSETS).map((file) => statSync(join(ASSETS, file)).size);
    assert.ok(Math.max(...sizes) < 25_000);
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 5_000_000);
  });

  it("have the sizes of their kind", () => {
    const sizes = albums.map(({ slug, images }) => [
      slug,
      [...new Set(images.map(({ width, height }) => `${width}x${height}`))],
    ]);
    const expected = Object.keys(COUNTS).map((slug) => [slug, [sizeOf(slug)]]);
    assert.deepEqual(sizes, expected);
  });
});

describe("the shipped sidecars", () => {
  it("lie beside every image but those of the reference pack", () => {
    const missing = entries
      .map(({ file }) => file)
      .filter((file) => !existsSync(join(ASSETS, sidecarFile(file))));
    assert.deepEqual([...new Set(missing.map(dirname))], ["reference-packs/ornament-studies"]);
    assert.equal(missing.length, 12);
  });

  it("agree with their entries in every fact", () => {
    for (const entry of entries) {
      if (entry.prompt === undefined) continue;
      assert.deepEqual(readSidecarFacts(entry.file), pickFacts(entry));
    }
  });

  it("cover one LoRA, several, none, no seed, and a seed that no double holds", () => {
    assert.ok(entries.some(({ lora }) => lora !== undefined));
    assert.ok(entries.some(({ loras }) => Array.isArray(loras) && loras.length > 1));
    assert.ok(
      entries.some(
        ({ lora, loras, prompt }) => prompt !== undefined && lora === undefined && loras === undefined,
      ),
    );
    assert.ok(entries.some(({ prompt, seed }) => prompt !== undefined && seed === undefined));
    assert.ok(entries.some(({ seed }) => typeof seed === "string" && !Number.isSafeInteger(Number(seed))));
  });
});

function readAlbum(slug: string): AlbumManifest {
  return parseYaml(readFileSync(join(PROJECT_DIR, "manifests/legacy", `${slug}.yaml`), "utf8"));
}

function readSet(slug: string): {
  readonly key: string;
  readonly template: string;
  readonly rows: readonly Item[];
} {
  const file = join(PROJECT_DIR, "manifests/sets", `${slug}.yaml`);
  const { items, prompt_template } = parseYaml(readFileSync(file, "utf8"));
  const rows: Item[] = parseCsv(readFileSync(join(dirname(file), items.csv)), { columns: true });
  return { key: items.key, template: prompt_template, rows };
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join("/"),
    )
    .sort();
}

function sizeOf(slug: string): string {
  if (slug.startsWith("decks/tarot-")) return "512x896";
  return slug.startsWith("lora-experiments/") ? "512x720" : "512x512";
}

function sidecarFile(file: string): string {
  return file.replace(/\.png$/, ".json");
}

/** The facts of a sidecar in the form of an entry. */
function readSidecarFacts(file: string): object {
  const text = readFileSync(join(ASSETS, sidecarFile(file)), "utf8");
  // JSON.parse rounds a 64-bit seed.
  const {
    timestamp,
    tags: _tags,
    caption: _caption,
    ...facts
  } = JSON.parse(text.replace(/"seed": (\d+)/, '"seed": "$1"'));
  return { ...facts, created_at: `${timestamp}Z` };
}

function pickFacts(entry: Entry): object {
  const {
    prompt,
    negative_prompt,
    width,
    height,
    steps,
    guidance_scale,
    lora,
    loras,
    created_at,
    seed = null,
  } = entry;
  const { model } = entry.source;
  const facts = { prompt, negative_prompt, model, width, height, steps, guidance_scale, seed, created_at };
  return { ...facts, ...(lora === undefined ? {} : { lora }), ...(loras === undefined ? {} : { loras }) };
}
