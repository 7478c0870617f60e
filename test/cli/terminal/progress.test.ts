import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createOutput } from "../../../src/cli/terminal/output.js";
import { createProgress, formatProgress, trackPhases } from "../../../src/cli/terminal/progress.js";

function setUp(isTTY: boolean, quiet = false) {
  let time = 0;
  let written = "";
  const stream = {
    isTTY,
    columns: 60,
    write: (text: string) => {
      written += text;
      return true;
    },
  };
  const output = createOutput(
    { stdin: { isTTY }, stdout: stream, stderr: stream },
    {
      color: "auto",
      json: false,
      quiet,
      verbose: false,
      noInput: false,
      environment: {},
      hint: (text) => text,
    },
  );
  const now = () => time;
  return { output, now, pass: (ms: number) => (time += ms), text: () => written };
}

describe("progress", () => {
  it("writes a line every ten seconds where nothing can be redrawn", () => {
    const { output, now, pass, text } = setUp(false);
    const progress = createProgress("thumbnails", output, now);
    for (let done = 1; done <= 50; done++) {
      pass(500);
      progress.update(done, 100);
    }
    progress.end();
    assert.deepEqual(text().split("\n"), [
      "thumbnails: 20/100 (20 %), 2.0/s, 40.0 s left",
      "thumbnails: 40/100 (40 %), 2.0/s, 30.0 s left",
      "",
    ]);
  });

  it("redraws one line on a terminal, within its width, and takes it away", () => {
    const { output, now, pass, text } = setUp(true);
    const progress = createProgress("thumbnails", output, now);
    progress.update(1, 4);
    pass(10);
    progress.update(2, 4);
    pass(990);
    progress.update(3, 4);
    progress.end();
    const drawn = text().split("\r").slice(1);
    assert.equal(drawn.length, 4);
    assert.ok(drawn.every((line) => line.length < 60 && !line.includes("\n")));
    assert.match(drawn[1] ?? "", /█{18}░{6} 3\/4 \(75 %\), 3\.0\/s/);
    assert.equal(drawn.at(-2)?.trim(), "");
  });

  it("is silent when it is to be quiet", () => {
    const { output, now, pass, text } = setUp(true, true);
    const progress = createProgress("rows", output, now);
    pass(60_000);
    progress.update(1, 2);
    progress.end();
    assert.equal(text(), "");
  });

  it("follows a run through its phases", () => {
    const { output, now, pass, text } = setUp(false);
    const phases = trackPhases(output, now);
    phases.update({ phase: "rows", done: 1, total: 2 });
    pass(10_000);
    phases.update({ phase: "rows", done: 2, total: 2 });
    phases.update({ phase: "thumbnails", done: 0, total: 9 });
    pass(10_000);
    phases.update({ phase: "thumbnails", done: 3, total: 9 });
    phases.end();
    assert.deepEqual(text().split("\n"), [
      "rows: 2/2 (100 %), 0.2/s, 0.0 s left",
      "thumbnails: 3/9 (33 %), 0.3/s, 20.0 s left",
      "",
    ]);
  });

  it("guesses nothing before the first piece is done", () => {
    assert.equal(formatProgress(0, 9, 5000), "0/9 (0 %)");
    assert.equal(formatProgress(0, 0, 0), "0/0 (100 %)");
  });
});
