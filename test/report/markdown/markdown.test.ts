import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Plan } from "../../../src/model/plan.js";
import type { Resource } from "../../../src/model/resource.js";
import { COMMENT_BYTES, MARKDOWN_MARKER, renderPlanMarkdown } from "../../../src/report/markdown/markdown.js";
import { deckOf } from "../../support/deck.js";
import { assertGolden } from "../../support/golden.js";
import { planOf, updateOf } from "../../support/plan-builders.js";
import { anyPlan } from "../arbitrary-plan.js";
import { FULL_PLAN } from "../sample-plan.js";

const RUNS = { numRuns: 1000 };
const TAG = /<(\/?)(code|del|ins|details|summary|ul|li|br|sub|a)(?: href="[\w%/.!~*()#-]*#L\d+")?>/g;
const NASTY = "a @name #12 | `x` <lora:x:0.8> **b** [c](http://d) </code> ``` <!-- ~~e~~ www.f.org \\";

describe("a plan in Markdown", () => {
  it("reads well with everything in it", () =>
    assertGolden("report/golden/plan-full.md", renderPlanMarkdown(FULL_PLAN)));

  it("is short when there is nothing to do", () => {
    const text = renderPlanMarkdown(planOf([]));
    assert.ok(text.startsWith(`${MARKDOWN_MARKER}\n### album-sync plan · <code>main</code>: no changes\n`));
    assert.ok(text.length < 250, text);
  });

  it("lets no text of the plan act as HTML, Markdown or a reference", () => {
    const change = updateOf("image:a.png", 3, [
      { field: "prompt", before: `old ${NASTY}`, after: `new ${NASTY}`, cause: "manifest" },
      { field: NASTY, before: null, after: NASTY, cause: "manifest" },
    ]);
    const text = renderPlanMarkdown(planOf([change], { estate: NASTY }));
    assert.match(text, /<del>old<\/del><ins>new<\/ins>/);
    for (const mark of ["@", "`", "<lora", "#12", "**b", "](", "http:", "www.", "~~"])
      assert.ok(!text.replace(/&#\d+;/g, "").includes(mark), mark);
  });

  it("has balanced tags and only escaped text, never over the limit, whatever the plan holds", () => {
    fc.assert(
      fc.property(anyPlan, fc.constantFrom(COMMENT_BYTES, 4_000, 1_500), (plan, limit) => {
        const text = renderPlanMarkdown(plan, limit);
        assertBalanced(text);
        assertEscaped(text);
        assertKept(text, plan);
        const least = Buffer.byteLength(text.slice(0, text.indexOf(plan.planId))) + 1_200;
        assert.ok(Buffer.byteLength(text) <= Math.max(limit, least));
      }),
      RUNS,
    );
  });

  it("shows the first changes and counts the others as its room shrinks", () => {
    for (const limit of [60_000, 9_000, 5_000, 3_000, 2_000]) {
      const text = renderPlanMarkdown(FULL_PLAN, limit);
      assert.ok(Buffer.byteLength(text) <= limit, `${Buffer.byteLength(text)} of ${limit}`);
      assert.match(text, /^> \*\*1 to delete\*\*$/m);
      const rest = Number(/<li>and (\d+) more: see sync plan<\/li>/.exec(text)?.[1] ?? 0);
      assert.equal((text.match(/^<li><code>(?!stopped|migration|&#33;)/gm)?.length ?? 0) + rest, 12);
    }
  });

  it("keeps deletes, albums and first changes of a plan of any size, and reads no more changes than it shows", () => {
    const many = 100_000;
    const deletes = Array.from({ length: 60 }, (_, index) => ({
      ...{ action: "delete" as const, kind: "image" as const, before: {} },
      address: `image:gone/${index}.png`,
      reason: "no longer declared in manifests/gone.yaml",
    }));
    const updates = Array.from({ length: many }, (_, index) =>
      updateOf(`image:deck/${index}.png`, index + 1, [
        { field: "prompt", before: `a ${index}`, after: `b ${index}`, cause: "manifest" },
      ]),
    );
    const text = renderPlanMarkdown(planOf([...updates, ...deletes]));
    assert.ok(Buffer.byteLength(text) <= COMMENT_BYTES);
    assert.match(text, /^> - <code>manifests\/gone.yaml<\/code>: 60 images$/m);
    assert.match(text, /^> - and 10 more$/m);
    const bodies = text.match(/<br>&emsp;<code>prompt/g)?.length ?? 0;
    const heads = Number(/the last (\d+) without their fields/.exec(text)?.[1]);
    const rest = Number(/and (\d+) more: see sync plan/.exec(text)?.[1]);
    assert.ok(bodies > 50, String(bodies));
    assert.equal(bodies + heads + rest, many);
    assertBalanced(text);
  });

  it("puts deletes under their album, which is not one of its images", () => {
    const ending = (kind: "album" | "image", address: string) => ({
      ...{ action: "delete" as const, kind, address, before: {} },
      reason: "no longer declared in manifests/a.yaml",
    });
    const text = renderPlanMarkdown(
      planOf([
        ending("image", "image:x/1.png"),
        ending("image", "image:x/2.png"),
        ending("album", "album:x"),
      ]),
    );
    assert.match(
      text,
      /^> - <code>album&#58;x<\/code>: itself and 2 images\n> {3}- <code>image&#58;x\/1.png<\/code>\n> {3}- <code>image&#58;x\/2.png<\/code>$/m,
    );
    assert.match(text, /^\| <code>album&#58;x<\/code> \| \*\*delete\*\* \|( {2}\|){5} 2 \|$/m);
  });

  it("lists what every album lacks of its set, also where nothing changes, within the limit", () => {
    const resources = deckOf(["Ace of Spades", "Two of Spades", "Two of Spades", "Extra"]);
    const text = renderPlanMarkdown(planOf([]), COMMENT_BYTES, "", resources);
    assert.match(
      text,
      /^\*\*Incomplete sets\*\*\n\n- <code>album&#58;deck<\/code>: 2 of 6 items of The &#60;deck&#62;; 4 missing: <code>Three of Spades<\/code>, .*; 1 doubled: <code>Two of Spades<\/code>$/m,
    );
    const nasty = deckOf(
      [],
      Array.from({ length: 50 }, (_, index) => ({ n: `${index}${NASTY}` })),
      "{n}",
    );
    const decks = Array.from({ length: 500 }, (_, index) => ({
      ...(nasty[1] as Resource),
      address: `album:${index}`,
    }));
    for (const limit of [COMMENT_BYTES, 5_000, 2_000]) {
      const bounded = renderPlanMarkdown(FULL_PLAN, limit, "", [nasty[0] as Resource, ...decks]);
      assert.ok(Buffer.byteLength(bounded) <= limit, `${Buffer.byteLength(bounded)} of ${limit}`);
      const told = bounded.match(/^- <code>album/gm)?.length ?? 0;
      assert.equal(told + Number(/^- and (\d+) more albums$/m.exec(bounded)?.[1]), 500);
      assertBalanced(bounded);
      assertEscaped(bounded);
    }
  });

  it("links places below the base, and only those of the project", () => {
    const source = (file: string) => ({ reason: `of ${file}`, source: { file, line: 7, column: 1 } });
    const changes = [
      updateOf("image:a.png", 7, [], source("manifests/a b#1'.yaml")),
      updateOf("image:b.png", 7, [], source("../outside.yaml")),
      updateOf("image:c.png", 7, [], source("javascript:alert(1)")),
      updateOf("image:d.png", 7, [], source("//host/x.yaml")),
    ];
    const text = renderPlanMarkdown(planOf(changes), COMMENT_BYTES, "https://host/blob/1/");
    assert.deepEqual(
      Array.from(text.matchAll(/href="([^"]*)"/g), ([, url]) => url),
      ["https://host/blob/1/manifests/a%20b%231%27.yaml#L7", "https://host/blob/1/javascript%3Aalert(1)#L7"],
    );
  });

  it("folds a list of changes only when it is long", () => {
    const updates = (amount: number) =>
      planOf(
        Array.from({ length: amount }, (_, index) =>
          updateOf(`image:${index}.png`, index, [], { reason: `changed ${index}` }),
        ),
      );
    assert.doesNotMatch(renderPlanMarkdown(updates(3)), /<details>/);
    assert.match(renderPlanMarkdown(updates(11)), /<details><summary>11 entries<\/summary>/);
  });

  it("stays below the limit with thousands of deletes, long names and long prompts", () => {
    const name = "%F0%9F%83%8F".repeat(40);
    const deletes = Array.from({ length: 3_000 }, (_, index) => ({
      action: "delete" as const,
      kind: "image" as const,
      address: `image:${name}${index}.png`,
      reason: "gone",
      before: {},
    }));
    const updates = Array.from({ length: 3_000 }, (_, index) =>
      updateOf(`image:${index}${name}`, index, [
        {
          field: "prompt",
          before: `${"🃏 ".repeat(500)}${index}`,
          after: "🃏 ".repeat(501),
          cause: "manifest",
        },
      ]),
    );
    const text = renderPlanMarkdown(planOf([...updates, ...deletes]));
    assert.ok(Buffer.byteLength(text) <= COMMENT_BYTES);
    assert.equal(text.match(/^> {3}- <code>/gm)?.length, 50);
    assert.match(text, /^> - and 2950 more$/m);
    assertBalanced(text);
  });
});

function assertBalanced(text: string): void {
  const open: string[] = [];
  for (const [, end, name] of text.matchAll(TAG)) {
    if (name === "br") continue;
    if (end === "") open.push(name as string);
    else assert.equal(open.pop(), name, text);
  }
  assert.deepEqual(open, []);
}

/** Besides tags of our own, the text holds letters, digits and the marks of our own Markdown. */
function assertEscaped(text: string): void {
  const rest = text
    .replace(MARKDOWN_MARKER, "")
    .replace(TAG, "")
    .replace(/&#\d+;|&emsp;/g, "");
  assert.doesNotMatch(rest, /[<&`@"'_~\\]|[^\P{Cc}\n]/u, rest);
  assert.doesNotMatch(text, /\n\n\n/);
  assert.equal(rest.match(/#/g)?.length, 3);
}

function assertKept(text: string, plan: Plan): void {
  assert.ok(text.startsWith(`${MARKDOWN_MARKER}\n### album-sync plan`));
  assert.ok(text.includes(plan.planId));
  const deletes = [...plan.changes].filter(({ action }) => action === "delete").length;
  if (deletes === 0) return;
  assert.match(text, new RegExp(`^> \\*\\*${deletes} to delete\\*\\*$`, "m"));
  const images = text.match(/^> {3}- <code>/gm)?.length ?? 0;
  const rest = Number(/^> - and (\d+) more$/m.exec(text)?.[1] ?? 0);
  assert.equal(images + rest, deletes);
}
