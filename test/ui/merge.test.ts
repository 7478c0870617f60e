import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadUi } from "../support/ui-module.js";

type Values = { readonly [field: string]: string };
interface Content {
  readonly values: Values;
  readonly table: { header: string[]; rows: { id: number; base: number | undefined; cells: string[] }[] };
  readonly text: string | undefined;
  readonly detail: { readonly text: string };
}

const { mergeContent } = await loadUi<{
  mergeContent(
    base: Content,
    mine: Content,
    disk: Content,
    choices?: { [field: string]: "mine" | "disk" },
  ): { content: Content; conflicts: readonly { field: string; mine: string; disk: string }[] };
}>("../../src/ui/template/draft/merge.ts");

const content = (values: Values, cells: string[][] = [["Ace"], ["Two"]]): Content => ({
  values,
  table: { header: ["value"], rows: cells.map((row, at) => ({ id: at, base: at, cells: row })) },
  text: undefined,
  detail: { text: JSON.stringify(values) },
});

describe("edits on a file that was changed underneath", () => {
  const base = content({ style_suffix: "plain", name: "Deck" });

  it("keeps edits of different fields and cells together", () => {
    const mine = content({ style_suffix: "bold", name: "Deck" }, [["Ace!"], ["Two"]]);
    const disk = content({ style_suffix: "plain", name: "Cards" }, [["Ace"], ["Two!"]]);
    const { content: merged, conflicts } = mergeContent(base, mine, disk);
    assert.deepEqual(conflicts, []);
    assert.deepEqual(merged.values, { style_suffix: "bold", name: "Cards" });
    assert.deepEqual(
      merged.table.rows.map((row) => row.cells),
      [["Ace!"], ["Two!"]],
    );
  });

  it("asks where both changed the same field, and takes what is chosen", () => {
    const mine = content({ style_suffix: "bold", name: "Deck" });
    const disk = content({ style_suffix: "faint", name: "Deck" });
    const [conflict] = mergeContent(base, mine, disk).conflicts;
    assert.deepEqual([conflict?.field, conflict?.mine, conflict?.disk], ["style_suffix", "bold", "faint"]);
    const chosen = mergeContent(base, mine, disk, { style_suffix: "mine" });
    assert.equal(chosen.content.values.style_suffix, "bold");
  });

  it("asks where both changed the same cell", () => {
    const mine = content(base.values, [["mine"], ["Two"]]);
    const disk = content(base.values, [["disk"], ["Two"]]);
    assert.deepEqual(
      mergeContent(base, mine, disk).conflicts.map(({ field }) => field),
      ["items"],
    );
  });

  it("asks before a text takes the place of another one", () => {
    const disk = content({ ...base.values, name: "Cards" });
    const mine = { ...base, text: "name: Mine" };
    assert.deepEqual(
      mergeContent(base, mine, disk).conflicts.map(({ field }) => field),
      ["manifest"],
    );
    assert.equal(mergeContent(base, mine, base).content.text, "name: Mine");
  });
});
