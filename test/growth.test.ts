import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import Database from "better-sqlite3";
import { encodeTinyPng } from "../bench/estates/encode-png.js";
import { writeOutputs } from "../bench/estates/outputs.js";
import { writeEstate } from "../bench/estates/rows.js";
import { WHOLE_SET, writeSets } from "../bench/estates/sets.js";
import {
  addRuns,
  changeEveryImage,
  changeTenthOfRows,
  commitOneLine,
  disownRows,
  removeHalf,
  withChanges,
} from "../bench/estates/situations.js";
import { countWork, findGrowth, runSync, type Work } from "./support/work.js";

const SMALL = 60;
const FACTOR = 4;
const LARGE = SMALL * FACTOR;
// So many albums that what is done for each two of them stands out.
const ALBUM_SIZE = 3;
const ROWS_ONLY = ["apply", "--yes", "--no-thumbnails", "--assets", "none"];

/** A command, and what happens before it in a project of so many images. `ALBUMS` stands for the slugs of all albums. */
interface Case {
  readonly line: string;
  readonly first?: (dir: string, images: number) => void;
  /** Above this exponent something has grown: that of its answer, and what a few rounded figures need. */
  readonly limit?: number;
}

const LINEAR = 1.15;
const CONSTANT = 0.15;

const ON_IMAGES: readonly Case[] = [
  { line: "plan" },
  { line: "plan --refresh" },
  { line: "plan", first: changeEveryImage },
  { line: "plan", first: changeTenthOfRows },
  { line: "plan --prune --allow-deletes 1000", first: removeHalf },
  { line: "plan --base HEAD~1", first: commitOneLine },
  { line: "show data/peer-plan.json --format markdown", first: saveChangesOfEveryImage },
  { line: "validate --assets hash" },
  { line: "fmt --check" },
  { line: "ls albums" },
  { line: "ls images" },
  { line: "status" },
  { line: "history", first: addRuns, limit: CONSTANT },
  { line: "history 1 --verbose" },
  { line: "adopt", first: disownRows },
  { line: "verify" },
  { line: "gc --dry-run", first: deleteHalf },
  { line: "export ALBUMS --any-album --format kohya --out data/peer-train" },
];

const ON_SETS = [
  "ls items",
  "ls templates",
  `render ${WHOLE_SET}`,
  `new set another --like ${WHOLE_SET} --dry-run`,
  "new album another --dry-run",
];

/** The same project with few and with many images. */
type Pair = readonly [few: string, many: string];

const folder = mkdtempSync(join(tmpdir(), "album-sync-test-"));
after(() => rmSync(folder, { recursive: true }));

describe("the work of a command grows no faster than the images", () => {
  let pair: Pair;
  before(() => {
    pair = makePair("images", (dir, images) => {
      writeEstate(
        dir,
        images,
        (number) => ({ bytes: encodeTinyPng(number), width: 1, height: 1 }),
        ALBUM_SIZE,
      );
      runSync(dir, ROWS_ONLY);
    });
  });
  for (const { line, first, limit } of ON_IMAGES)
    it(first === undefined ? line : `${line}, after ${first.name}`, () =>
      checkGrowth(pair, limit ?? LINEAR, (dir, images) => {
        const words = line.split(" ").flatMap((word) => (word === "ALBUMS" ? listAlbums(images) : [word]));
        if (first === undefined) return countWork(dir, words);
        return withChanges(dir, () => {
          first(dir, images);
          return countWork(dir, words);
        });
      }),
    );
});

describe("the work of a command grows no faster than the items", () => {
  let pair: Pair;
  before(() => {
    pair = makePair("items", (dir, items) => {
      writeSets(dir, items, ALBUM_SIZE);
      runSync(dir, ROWS_ONLY);
    });
  });
  for (const line of ON_SETS)
    it(line, () => checkGrowth(pair, LINEAR, (dir) => countWork(dir, line.split(" "))));
});

describe("the work of collecting grows no faster than the pictures", () => {
  let pair: Pair;
  before(() => {
    pair = makePair("outputs", (dir, images) => {
      writeOutputs(dir, { images, bytes: 1000 }, ALBUM_SIZE);
      runSync(dir, ["collect", "outputs"]);
    });
  });
  for (const line of ["collect outputs --dry-run", "collect --relink --dry-run"])
    it(`${line}, of which none is new`, () =>
      checkGrowth(pair, LINEAR, (dir) => countWork(dir, line.split(" "))));
});

function makePair(name: string, make: (dir: string, images: number) => void): Pair {
  const [few, many] = [SMALL, LARGE].map((images) => {
    const dir = join(folder, `${name}-${images}`);
    mkdirSync(dir);
    make(dir, images);
    return dir;
  }) as [string, string];
  return [few, many];
}

function saveChangesOfEveryImage(dir: string): void {
  changeEveryImage(dir);
  runSync(dir, ["plan", "--out", "data/peer-plan.json"]);
}

/** Deletes the rows of half of the images, whose files stay. Those left have the file name of one of them, each elsewhere. */
function deleteHalf(dir: string, images: number): void {
  removeHalf(dir);
  runSync(dir, [...ROWS_ONLY, "--prune", "--allow-deletes", String(images)]);
  const gone = `picture-${String(images - 1).padStart(7, "0")}.png`;
  const database = new Database(join(dir, "data/albums.db"));
  database.prepare("UPDATE images SET file_path = 'elsewhere/' || id || '/' || ?").run(gone);
  database.close();
}

function listAlbums(images: number): readonly string[] {
  const count = images / ALBUM_SIZE;
  return Array.from({ length: count }, (_, album) => `bench/album-${String(album).padStart(5, "0")}`);
}

function checkGrowth([few, many]: Pair, limit: number, work: (dir: string, images: number) => Work): void {
  const [small, large] = [work(few, SMALL), work(many, LARGE)];
  const terms = { factor: FACTOR, limit, floor: 2 * SMALL };
  const grown = [
    ...findGrowth(small.counts, large.counts, terms),
    ...findGrowth(totalOf(small.runs), totalOf(large.runs), terms),
    // The comparisons of a sort grow faster than what is sorted, but far from squared.
    ...findGrowth(small.runs, large.runs, { ...terms, limit: limit + 0.25 }),
  ];
  assert.deepEqual(grown, []);
}

function totalOf(runs: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return { "runs of functions": Object.values(runs).reduce((sum, count) => sum + count, 0) };
}
