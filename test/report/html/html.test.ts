import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Resource } from "../../../src/model/resource.js";
import { layOutSheets } from "../../../src/report/html/contact-sheet.js";
import { renderPlanHtml } from "../../../src/report/html/html.js";
import { deckOf, SUITS, VALUES } from "../../support/deck.js";
import { assertGolden } from "../../support/golden.js";
import { createOf, planOf, updateOf } from "../../support/plan-builders.js";
import { anyPlan, anyText } from "../arbitrary-plan.js";
import { FULL_PLAN } from "../sample-plan.js";

const RUNS = { numRuns: 1000 };
const NOTHING = { resources: [], pictures: new Map<string, string>(), leftOut: 0 };
const VOID = ["meta", "img", "br", "wbr"];

describe("a plan in HTML", () => {
  it("has everything in it", () => {
    const pictures = new Map([["image:singles/2025-09/old.png", "data:image/webp;base64,AAAA"]]);
    assertGolden(
      "report/golden/plan-full.html",
      renderPlanHtml(FULL_PLAN, { ...NOTHING, pictures, leftOut: 2 }),
    );
  });

  it("says that there is nothing to do", () => {
    assert.match(
      renderPlanHtml(planOf([]), NOTHING),
      /<p>No changes\. The database matches the manifests\.<\/p>/,
    );
  });

  it("is one document with balanced tags that loads nothing, whatever the plan holds", () => {
    fc.assert(
      fc.property(anyPlan, anyText, (plan, estate) => {
        const html = renderPlanHtml({ ...plan, estate }, NOTHING);
        assertBalanced(html);
        assert.doesNotMatch(html.replace(/<style>[^<]*<\/style>/, ""), /[^\P{Cc}\n]|\p{Cs}/u);
        assert.doesNotMatch(
          html,
          /<(?:script(?! type="application\/json")|link|iframe|object|base)|\son\w+=|src="(?!data:)|href="(?!#[a-z]+(?:-\d+)?")/,
        );
        const data = /<script type="application\/json" id="plan">([^<]*)<\/script>/.exec(html)?.[1] as string;
        assert.equal(JSON.parse(data).estate, estate);
      }),
      RUNS,
    );
  });

  it("stays within bounds whatever there is to tell, and says how much it leaves out", () => {
    const many = 40_000;
    const name = (index: number) => `image:deck/${"x".repeat(60)}${index}.png`;
    const ending = { kind: "image" as const, reason: "no longer declared in manifests/a.yaml", before: {} };
    const deletes = Array.from({ length: many }, (_, index) => ({
      ...{ ...ending, action: "delete" as const },
      address: `image:gone/${"x".repeat(60)}${index}.png`,
    }));
    const creates = Array.from({ length: many }, (_, index) => createOf(name(index), 3, {}, "album:deck"));
    const updates = Array.from({ length: many }, (_, index) =>
      updateOf(`image:old/${index}.png`, 3, [
        { field: "prompt", before: `${index} `.repeat(50), after: "y", cause: "manifest" },
      ]),
    );
    const deck = { ...(deckOf([])[1] as Resource), images: creates.map(({ address }) => address) };
    const html = renderPlanHtml(planOf([...deletes, ...updates, ...creates]), {
      ...NOTHING,
      resources: [deck as Resource],
    });
    assert.ok(Buffer.byteLength(html) < 5 * 1024 * 1024, String(html.length));
    const shown = (pattern: RegExp) => html.match(pattern)?.length ?? 0;
    const rest = (words: string) =>
      Number(new RegExp(`and ([\\d,]+) more ${words}`).exec(html)?.[1]?.replaceAll(",", ""));
    assert.equal(shown(/class="cell gone"/g) + rest("deletes"), many);
    assert.ok(shown(/class="cell gone"/g) > 5000);
    assert.equal(shown(/<code>image:old\//g) + rest("changes"), many);
    assert.equal(shown(/class="cell new"/g) + rest("images of this album"), many);
    assertBalanced(html);
  });

  it("shows deletes album by album, with contents whose links have a target", () => {
    const ending = (kind: "album" | "image", address: string, manifest: string) => ({
      ...{ action: "delete" as const, kind, address, before: {} },
      reason: `no longer declared in manifests/${manifest}.yaml`,
    });
    const html = renderPlanHtml(
      planOf(
        [
          ending("album", "album:x", "x"),
          ending("image", "image:y/1_of_two.png", "y"),
          ending("image", "image:x/1.png", "x"),
          ending("image", "image:x/2.png", "x"),
        ],
        { thumbnails: [{ address: "image:x/1.png", action: "remove", sha256: null, reason: "goes" }] },
      ),
      { ...NOTHING, pictures: new Map([["image:x/1.png", "data:image/webp;base64,AAAA"]]) },
    );
    const sheet = /<details class="album" id="deleted-1" open>.*?<\/details>/s.exec(html)?.[0] ?? "";
    assert.match(sheet, /<code>album:x<\/code> <span class="faint">itself and 2 images, no longer declared/);
    assert.equal(sheet.match(/class="cell gone"/g)?.length, 3);
    assert.match(sheet, /title="image:x\/1.png"><img src="data:image\/webp;base64,AAAA"/);
    assert.match(html, /id="deleted-2".*<code>manifests\/y\.yaml<\/code>/);
    assert.match(html, />1_<wbr>of_<wbr>two\.<wbr>png<\/div>/);
    assert.match(html, /<b>1<\/b>thumbnail to remove/);
    assert.match(html, /<h2 id="thumbnails">Thumbnails to remove \(1\)<\/h2>/);
    const targets = Array.from(html.matchAll(/href="#([^"]*)"/g), ([, id]) => id as string);
    assert.deepEqual(targets, ["deleted", "deleted-1", "deleted-2", "thumbnails"]);
    for (const id of targets) assert.equal(html.split(` id="${id}"`).length, 2, id);
    assertBalanced(html);
  });

  it("lists what every album lacks of its set, also where nothing changes", () => {
    const resources = deckOf(["Ace of Spades", "Two of Spades", "Two of Spades", "Extra"]);
    const html = renderPlanHtml(planOf([]), { ...NOTHING, resources });
    assert.match(
      html,
      /<h2 id="sets">Incomplete sets \(1\)<\/h2>\n<ul><li><code>album:deck<\/code> 2 of 6 items of The &#60;deck&#62;; 4 missing: Three of Spades, Ace of Hearts, Two of Hearts, Three of Hearts; 1 doubled: Two of Spades<\/li><\/ul>/,
    );
    assertBalanced(html);
    const items = Array.from({ length: 100 }, (_, index) => ({ n: String(index) }));
    const many = deckOf([], items, "{n}");
    const decks = Array.from({ length: 20_000 }, (_, index) => ({
      ...(many[1] as Resource),
      address: `album:deck${index}`,
    }));
    const bounded = renderPlanHtml(planOf([]), { ...NOTHING, resources: [many[0] as Resource, ...decks] });
    assert.ok(Buffer.byteLength(bounded) < 5 * 1024 * 1024);
    assert.match(
      bounded,
      /0 of 100 items of The &#60;deck&#62;; 100 missing: 0, 1, .*, 29 and 70 more<\/li>/,
    );
    const told = bounded.match(/<li><code>album:deck/g)?.length ?? 0;
    const rest = /and ([\d,]+) more albums: see sync plan/.exec(bounded)?.[1]?.replaceAll(",", "");
    assert.equal(told + Number(rest), 20_000);
    const whole = deckOf(SUITS.flatMap((suit) => VALUES.map((value) => `${value} of ${suit}`)));
    assert.doesNotMatch(renderPlanHtml(planOf([]), { ...NOTHING, resources: whole }), /Incomplete/);
  });

  it("shows holes and doubles of a set as such", () => {
    const resources = deckOf(["Ace of Spades", "Two of Spades", "Two of Spades", "Three of Hearts", "Extra"]);
    const plan = planOf([createOf("image:deck/0.png", 3, { item: "Ace of Spades" }, "album:deck")]);
    const pictures = new Map([["image:deck/0.png", "data:image/webp;base64,AAAA"]]);
    const html = renderPlanHtml(plan, { resources, pictures, leftOut: 0 });
    assert.match(html, /<td class="cell new"><img src="data:image\/webp;base64,AAAA" alt="Ace of Spades"/);
    assert.match(html, /<td class="cell many">Two of Spades<br>already there<br>2 images<\/td>/);
    assert.equal(html.match(/<td class="cell hole">/g)?.length, 3);
    assert.match(html, /3 items of the set without an image/);
    assert.match(html, /<div class="list">\n<div class="cell ">4\.<wbr>png<br>already there<\/div>\n<\/div>/);
    assertBalanced(html);
  });
});

describe("contact sheets", () => {
  it("put suits against values", () => {
    const [sheet] = layOutSheets(deckOf(["Ace of Spades"]), () => true);
    assert.deepEqual(sheet?.rowTitles, SUITS);
    assert.deepEqual(sheet?.columnTitles, VALUES);
    assert.equal(sheet?.missing, 5);
  });

  it("are a list in the order of the items for sets with one axis, and for thin grids", () => {
    const signs = ["Aries", "Taurus", "Gemini"].map((sign) => ({ sign }));
    const [zodiac] = layOutSheets(deckOf(["Gemini"], signs, "{sign}"), () => true);
    assert.deepEqual(zodiac?.rowTitles, []);
    assert.deepEqual(
      zodiac?.rows[0]?.map((cell) => [cell?.item, cell?.images.length]),
      [
        ["Aries", 0],
        ["Taurus", 0],
        ["Gemini", 1],
      ],
    );
    const thin = ["a", "b", "c"].map((x) => ({ x, y: `${x}${x}` }));
    assert.deepEqual(
      layOutSheets(deckOf([], thin, "{x} {y}"), () => true),
      [],
    );
    assert.deepEqual(layOutSheets(deckOf(["a aa"], thin, "{x} {y}"), () => true)[0]?.rowTitles, []);
  });

  it("leave no image of the album out and show none twice", () => {
    const item = fc.constantFrom("Ace of Spades", "Two of Hearts", "Nobody");
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 9 }), (items) => {
        const [sheet] = layOutSheets(deckOf(items), () => true);
        const shown = [
          ...(sheet?.rows.flat().flatMap((cell) => cell?.images ?? []) ?? []),
          ...(sheet?.others ?? []),
        ];
        assert.deepEqual([...shown].sort(), items.map((_item, index) => `image:deck/${index}.png`).sort());
      }),
      RUNS,
    );
  });
});

function assertBalanced(html: string): void {
  const open: string[] = [];
  const rest = html.replace(
    /<(\/?)([a-z0-9]+|!doctype html)((?: [A-Za-z-]+(?:="[^"<>]*")?)*)>/g,
    (_tag, end, name) => {
      if (end !== "") assert.equal(open.pop(), name);
      else if (!VOID.includes(name) && !name.startsWith("!")) open.push(name);
      return "";
    },
  );
  assert.deepEqual(open, []);
  assert.doesNotMatch(
    rest.replace(/\.card > div|details > summary|\.album > summary > h3|\.album > div/g, ""),
    /[<>]/,
  );
}
