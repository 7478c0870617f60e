import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { COMMANDS } from "../../../src/cli/commands.js";
import { fillParagraphs, wrapWords } from "../../../src/cli/terminal/wrap-text.js";
import { formatCommandHelp, formatProgramHelp } from "../../../src/cli/views/help.js";
import { PROJECT_DIR } from "../../support/paths.js";
import { createWorkspace } from "../../support/transcript.js";

const hint = (text: string) => text;
const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");

/** Lines that are longer although they could be broken: those of an example are pasted as they are. */
function tooLong(help: string, width: number): readonly string[] {
  const [top = "", examples = ""] = help.split("\nExamples:\n");
  const lines = [...top.split("\n"), ...examples.split("\n").filter((line) => line.startsWith("      "))];
  return lines.filter((line) => line.length > width && words(line).length > 1);
}

describe("help", () => {
  it("fits into the width of the terminal and loses no word", () => {
    for (const command of COMMANDS) {
      const wide = formatCommandHelp(command, { width: 1000, hint });
      for (const width of [60, 80, 100]) {
        const help = formatCommandHelp(command, { width, hint });
        assert.deepEqual(tooLong(help, width), [], `${command.name} in ${width}`);
        assert.deepEqual(words(help), words(wide));
      }
    }
    const whole = formatProgramHelp(COMMANDS, { width: 1000, hint });
    for (const width of [60, 80]) {
      const help = formatProgramHelp(COMMANDS, { width, hint });
      assert.deepEqual(tooLong(help, width), []);
      assert.deepEqual(words(help), words(whole));
      assert.equal(help.split("\n\n").length, whole.split("\n\n").length, `paragraphs in ${width}`);
    }
  });

  it("takes the width of COLUMNS, and 80 where nobody says one", async (t) => {
    const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
    t.after(() => workspace.remove());
    const widest = async (environment: { readonly [name: string]: string }) => {
      const { stdout } = await workspace.run("sync plan --help", environment);
      return Math.max(...stdout.split("\n").map(({ length }) => length));
    };
    const [narrow, usual, wide] = [
      await widest({ COLUMNS: "60" }),
      await widest({ COLUMNS: "" }),
      await widest({ COLUMNS: "120" }),
    ];
    assert.ok(narrow < usual && usual <= 80 && usual < wide && wide <= 120, `${narrow} ${usual} ${wide}`);
  });
});

describe("wrapped text", () => {
  it("has all its words in lines that are as long as they may be", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 1, max: 40 }),
        (list, width) => {
          const lines = wrapWords(list.join(" "), width);
          assert.equal(lines.join(" "), list.join(" "));
          for (const [index, line] of lines.entries()) {
            assert.ok(line.length <= width || !line.includes(" "));
            const next = lines[index + 1]?.split(" ")[0];
            if (next !== undefined) assert.ok(line.length + 1 + next.length > width);
          }
        },
      ),
    );
  });

  it("fills paragraphs and keeps what is aligned", () => {
    assert.equal(fillParagraphs("one two\nthree", 20), "one two three");
    assert.equal(fillParagraphs("one\n\ntwo", 20), "one\n\ntwo");
    assert.equal(
      fillParagraphs("Filters: a   b:\n         c   d: e: f: g: h: i: j: k: l:\nlast", 34),
      "Filters: a   b:\n         c   d: e: f: g: h: i: j:\n             k: l:\nlast",
    );
  });
});
