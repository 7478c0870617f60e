import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { writeNastyTree } from "../../sample/legacy/nasty/tree.js";
import type {
  CollectedImage,
  FolderNotice,
  Notice,
  Outcome,
} from "../../src/collect/source/collected-image.js";
import { showName } from "../../src/collect/source/names.js";
import { hashBytes } from "../support/pictures.js";
import { surveyWhole, type WholeSurvey } from "../support/survey.js";
import { makeTempDir } from "../support/temp-dir.js";

/** What is said about a file: what became of it, code, words of the message, words of the help. */
type Said = readonly [outcome: Outcome["outcome"], code: string, message: RegExp, help: RegExp];

const RESTORE = /^Restore it from its source\.$/;
const REPLACE = /^Replace it with the intended PNG/;
const CONVERT = /^Convert it to PNG/;
const FIX = /^Fix the sidecar and collect again/;

const REFUSED: { readonly [file: string]: Said } = {
  "bombs/huge.png": ["problem", "too-big", /is 500 MB long/, /smaller/],
  "bombs/interlaced.png": ["problem", "too-big", /99\.8 megapixels and is interlaced/, /without interlacing/],
  "bombs/pixels.png": ["problem", "too-big", /2500 megapixels, more than the 100/, /pixels_in_flight/],
  "cut/empty.png": ["problem", "empty", /is empty \(0 bytes\)/, /again/],
  "cut/half.jpg": ["problem", "damaged", /is cut off/, RESTORE],
  "cut/half.png": ["problem", "damaged", /is cut off/, RESTORE],
  "cut/half.webp": ["problem", "damaged", /cut off/, RESTORE],
  "cut/last_bytes.png": ["problem", "damaged", /is cut off/, RESTORE],
  "other/drawing.png": ["problem", "unsupported", /is an SVG drawing/, CONVERT],
  "other/nameless": ["skipped", "unnamed-image", /is a picture, but its name/, /Add the extension/],
  "other/note.png": ["problem", "not-an-image", /is text/, REPLACE],
  "other/page.jpg": ["problem", "not-an-image", /is an HTML page/, REPLACE],
  "other/pointer.png": ["problem", "lfs-pointer", /is a Git LFS pointer/, /git lfs pull/],
  "other/scan.bmp": ["problem", "unsupported", /is a BMP image/, CONVERT],
  "sidecars/list.json": ["skipped", "sidecar-unusable", /it is a list instead of an object/, FIX],
  "sidecars/nothing.json": ["skipped", "sidecar-unusable", /it is null instead of an object/, FIX],
  "sidecars/number.json": ["skipped", "sidecar-unusable", /it is a number instead of an object/, FIX],
  "sidecars/text.json": ["skipped", "sidecar-unusable", /is not JSON: .* 'a' at position 0/, FIX],
  "sidecars/empty.json": ["skipped", "sidecar-unusable", /is not JSON: it is empty/, FIX],
  "sidecars/cut.json": ["skipped", "sidecar-unusable", /is not JSON: .*end of input/, FIX],
  "sidecars/deep.json": ["skipped", "sidecar-unusable", /nested too deep/, FIX],
  "sidecars/long.json": ["skipped", "sidecar-unusable", /is 53 MB long/, FIX],
  "sidecars/orphan.json": ["skipped", "orphan-sidecar", /has no image beside it/, /Restore the image/],
  "sidecars/both.json": [
    "skipped",
    "ambiguous-sidecar",
    /both\.gif and both\.png/,
    /such as both\.gif\.json/,
  ],
  "sidecars/exact.json": ["skipped", "superseded-sidecar", /exact\.png has a sidecar/, /outdated/],
  "special/link.png": ["skipped", "link", /link to another file/, /Nothing to do/],
  "special/folder_link": ["skipped", "link-to-folder", /does not follow links/, /separately/],
  "special/parent": ["skipped", "link-to-folder", /does not follow links/, /separately/],
  "special/loop.png": ["problem", "link-loop", /points to itself/, /Replace the link/],
  "special/dangling.png": ["problem", "link-dangling", /missing file/, /Restore the file/],
  "special/outside.png": ["problem", "link-outside", /outside the collected folder/, /Replace the link/],
  "special/outside_folder": ["skipped", "link-outside", /outside the collected folder/, /Replace the link/],
  "special/pipe.png": ["problem", "special-file", /is a pipe, socket or device/, /Remove it/],
  "names/._twin.png": ["skipped", "system-file", /is a file of the operating system/, /Nothing to do/],
};

/** Images that were collected, with a warning. */
const WARNED: { readonly [file: string]: readonly [code: string, message: RegExp] } = {
  "bombs/text.png": ["embedded-unreadable", /"parameters" unpacks to more than 8 MiB/],
  "bombs/texts.png": ["embedded-unreadable", /"part 4" unpacks to more than/],
  "other/photo.png": ["wrong-extension", /is image\/jpeg, but its extension is \.png/],
  "names/Twin.png": ["name-clash", /as card_deck_names\/twin\.png: staged as twin-[0-9a-f]{8}\.png/],
  "names/\u00e9tude.png": ["name-clash", /staged as etude-[0-9a-f]{8}\.png/],
  "names/copy_2.png": ["same-bytes", /as card_deck_names\/copy_1\.png/],
  "names/two\nlines.png": [
    "unsafe-name",
    /two\\u000alines\.png .*holds control characters: staged as two_lines/,
  ],
  "names/a\u202egnp.exe.png": ["unsafe-name", /a\\u202egnp.*holds control characters/],
  "names/con.png": ["unsafe-name", /is reserved on Windows: staged as _con\.png/],
  "names/what?<is>:this*.png": ["unsafe-name", /can't exist on Windows: staged as what_is_this\.png/],
  "names/back\\slash.png": ["unsafe-name", /can't exist on Windows: staged as back_slash\.png/],
  "names/caf\\xE9.png": ["unsafe-name", /is not UTF-8: staged as caf_xe9\.png/],
  "sidecars/latin1.png": ["sidecar-encoding", /latin1\.json is not UTF-8/],
  "sidecars/nan.png": ["sidecar-not-a-number", /nan\.json holds NaN or Infinity/],
  "sidecars/twice.png": [
    "sidecar-duplicate-key",
    /twice\.json has duplicate keys with different values: steps/,
  ],
  "sidecars/misfits.png": ["sidecar-value", /misfits\.json has an invalid value of loras/],
  "texts/twice.png": ["embedded-unreadable", /several texts "parameters"/],
};

/** Facts that were read all the same. */
const FACTS: { readonly [file: string]: object } = {
  "sidecars/bom.png": { prompt: "a fox" },
  "sidecars/utf16.png": { prompt: "a füchsin" },
  "sidecars/utf16_big.png": { prompt: "a füchsin" },
  "sidecars/latin1.png": { prompt: "a füchsin" },
  "sidecars/nan.png": { prompt: "NaN is a bread", metadata: { guidance_scale: "NaN", score: "-Infinity" } },
  "sidecars/twice.png": {
    prompt: "a fox",
    steps: 30,
    metadata: { replaced_values: [{ key: "steps", value: 20 }] },
  },
  "sidecars/seed.png": { seed: "18446744073709551615", metadata: { loss: 0.1 } },
  "sidecars/negative_seed.png": { seed: "-9223372036854775809" },
  "sidecars/text_seed.png": { seed: "123", steps: 25 },
  "sidecars/misfits.png": { metadata: { loras: [{ weight: 1 }], prompt: ["a"], seed: 1.5, steps: "many" } },
  "sidecars/zero.png": { prompt: "a\ufffdfox \ufffd here" },
  "sidecars/exact.png": { prompt: "the exact one" },
  "sidecars/both.png": {},
  "sidecars/both.gif": {},
  "sidecars/lonely.png": {},
  "names/seed19991231.png": {},
  "names/20251399_996199_month_13.png": {},
};

describe("inputs that must not hurt", () => {
  const dir = makeTempDir({ after: (clean) => after(clean as () => void) });
  const nasty = join(dir, "nasty");
  const locked = join(nasty, "card_deck_locked");
  let survey: WholeSurvey;

  before(async () => {
    await writeNastyTree(dir);
    chmodSync(locked, 0o755);
    survey = await surveyWhole(nasty);
  });

  for (const [file, [outcome, code, message, help]] of Object.entries(REFUSED)) {
    it(`${code}: ${file}`, () => {
      const said = survey.of(`card_deck_${file}`) as Outcome & Notice;
      assert.deepEqual([said.outcome, said.code], [outcome, code]);
      assert.match(said.message, message);
      assert.match(said.message, new RegExp(`^card_deck_${escapeText(file)}`));
      assert.match(said.help, help);
    });
  }

  for (const [file, [code, message]] of Object.entries(WARNED)) {
    it(`${code}: ${showName(file)}`, () => {
      const { outcome, warnings } = survey.of(`card_deck_${file}`) as CollectedImage;
      assert.equal(outcome, "image");
      const warning = warnings.find((said) => said.code === code);
      assert.match(warning?.message ?? "no such warning", message);
      assert.match(warning?.help ?? "", /\.$/);
    });
  }

  for (const [file, expected] of Object.entries(FACTS)) {
    it(`facts of ${file}`, () => {
      const { facts, origins } = survey.of(`card_deck_${file}`) as CollectedImage;
      const { width: _w, height: _h, source: _s, created_at: time, ...read } = facts;
      assert.deepEqual(read, expected);
      assert.deepEqual([typeof time, origins.created_at], ["string", "time"]);
    });
  }

  it("keeps keys that objects have by nature", () => {
    const { facts } = survey.of("card_deck_sidecars/keys.png") as CollectedImage;
    assert.deepEqual(Object.keys(facts.metadata ?? {}).sort(), ["__proto__", "constructor", "toString"]);
    assert.equal(facts.prompt, undefined);
  });

  it("collects every other picture", () => {
    const refused = new Set(Object.keys(REFUSED));
    const rest = survey.outcomes.filter(
      ({ file, outcome }) =>
        outcome !== "sidecar" &&
        /\.(?:png|jpg|gif)$/.test(file) &&
        file.startsWith("card_deck_") &&
        !refused.has(file.slice(10)),
    );
    assert.equal(rest.length, 58);
    assert.deepEqual(
      rest.filter(({ outcome }) => outcome !== "image"),
      [],
    );
  });

  it("stages under names that differ on every file system", () => {
    const staged = survey.findings.map(({ stagedAs }) => stagedAs);
    assert.equal(new Set(staged.map((name) => name.replaceAll("/", "__").toLowerCase())).size, staged.length);
    for (const name of staged) assert.match(name, /^[a-z0-9/._-]+\.(?:png|gif)$/);
  });

  it("opens names that are not UTF-8 by their bytes", () => {
    const { path, bytes } = survey.of("card_deck_names/caf\\xE9.png") as CollectedImage;
    assert.ok(path.includes(0xe9));
    assert.equal(readFileSync(path).length, bytes);
  });

  it("reads nothing outside the root", () => {
    const secret = hashBytes(readFileSync(join(dir, "outside/secret.png")));
    assert.ok(!survey.findings.some(({ sha256 }) => sha256 === secret));
  });

  it("reports folders that no rule knows, and thumbnails, with counts", () => {
    assert.deepEqual(
      survey.folders.map(({ code, file, images, files }) => [code, file, images, files]),
      [
        ["unknown-folder", "scraped", 1, 2],
        ["thumbnail", "thumbnails", 1, 1],
      ],
    );
  });

  it("reports a folder that may not be read, and goes on", async () => {
    chmodSync(locked, 0);
    chmodSync(dir, 0o755);
    const { folders, outcomes } = await asNobody(() => surveyWhole(nasty));
    chmodSync(locked, 0o755);
    const notice = folders.find(({ file }) => file === "card_deck_locked") as FolderNotice;
    assert.deepEqual([notice.severity, notice.code], ["error", "folder-unreadable"]);
    assert.match(notice.message, /^The folder card_deck_locked can't be read: permission denied/);
    assert.match(notice.help, /Change its permissions/);
    assert.equal(outcomes.length, survey.outcomes.length);
  });

  it("stays below 600 MB", () => {
    const script = join(import.meta.dirname, "../support/survey-memory.js");
    const printed = execFileSync(process.execPath, [script, nasty], { encoding: "utf8" });
    const [outcomes, megabytes] = printed.split(" ").map(Number);
    assert.equal(outcomes, survey.outcomes.length);
    assert.ok((megabytes ?? 0) > 20 && (megabytes ?? 0) < 600, `${megabytes} MB`);
  });
});

function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Root may read everything, so it takes another user's rights for a while. */
async function asNobody<Result>(task: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return task();
  process.seteuid?.(65534);
  try {
    return await task();
  } finally {
    process.seteuid?.(0);
  }
}
