import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Plan } from "../../../src/model/plan.js";
import { COMMENT_BYTES, MARKDOWN_MARKER, renderPlanMarkdown } from "../../../src/report/markdown/markdown.js";
import { assertGolden } from "../../support/golden.js";
import { planOf, updateOf } from "../../support/plan-builders.js";
import { anyPlan } from "../arbitrary-plan.js";
import { FULL_PLAN } from "../sample-plan.js";

const RUNS = { numRuns: 1000 };
const TAG = /<(\/?)(code|del|ins|details|summary|ul|li|br|sub)>/g;
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
        if (limit === COMMENT_BYTES) assert.ok(Buffer.byteLength(text) <= limit);
      }),
      RUNS,
    );
  });

  it("gives up the same things in the same order as its room shrinks", () => {
    const sizes = [60_000, 6_000, 3_500, 2_200, 1_000].map((limit) => renderPlanMarkdown(FULL_PLAN, limit));
    const left = sizes.map((text) => /omitted for length: ([^<·]*)/.exec(text)?.[1] ?? "");
    for (const [index, list] of left.entries())
      if (index > 0) assert.ok(list.startsWith(left[index - 1] as string));
    assert.equal(left.at(-1), "word diffs, single changes, rows of albums, remarks");
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
    assert.equal(text.match(/^> - <code>/gm)?.length, 50);
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
  assert.equal(text.match(/^> - <code>/gm)?.length ?? 0, Math.min(50, deletes));
}
