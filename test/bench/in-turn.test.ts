import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { measureInTurn, type Variant } from "../../bench/in-turn.js";
import { makeTempDir } from "../support/temp-dir.js";

const PATIENT = { rounds: 3, seconds: 600 };

function makeWriter(t: TestContext) {
  const log = join(makeTempDir(t), "log");
  const variant = (name: string, more: Partial<Variant> = {}): Variant => ({
    variant: name,
    ours: true,
    images: 10,
    command: {
      program: "sh",
      words: ["-c", `printf ${name} >> "${log}"; echo 0.25`],
      cwd: "/",
      readSeconds: Number,
    },
    ...more,
  });
  return { variant, read: () => readFileSync(log, "utf8") };
}

describe("measureInTurn", () => {
  it("takes the variants in turn, those that take long less often", (t) => {
    const { variant, read } = makeWriter(t);
    const rows = measureInTurn([variant("A"), variant("B", { atMost: 1 }), variant("C")], PATIENT);
    assert.equal(read(), "ABCACAC");
    assert.deepEqual(
      rows.map(({ variant: name, figures }) => [name, figures?.runs, figures?.seconds]),
      [
        ["A", 3, 0.25],
        ["B", 1, 0.25],
        ["C", 3, 0.25],
      ],
    );
  });

  it("finishes the first round when there is no time", (t) => {
    const { variant, read } = makeWriter(t);
    measureInTurn([variant("A"), variant("B")], { rounds: 3, seconds: 0 });
    assert.equal(read(), "AB");
  });

  it("goes on without a variant that fails or is not there, and says so", (t) => {
    const { variant, read } = makeWriter(t);
    const failing = { program: "sh", words: ["-c", "exit 3"], cwd: "/" };
    const rows = measureInTurn(
      [variant("A"), variant("B", { command: failing }), variant("C", { command: "not installed" })],
      PATIENT,
    );
    assert.equal(read(), "AAA");
    assert.deepEqual(
      rows.map(({ figures, remark }) => [figures?.runs, remark]),
      [
        [3, undefined],
        [undefined, "failed"],
        [undefined, "not installed"],
      ],
    );
  });

  it("takes a sample that was measured before as it is", () => {
    const sample = { seconds: 7, cpuSeconds: 6, peakMegabytes: 5, stdout: "" };
    const [row] = measureInTurn([{ variant: "A", ours: true, images: 1, command: sample }], PATIENT);
    assert.deepEqual(row?.figures, {
      runs: 1,
      seconds: 7,
      cpuSeconds: 6,
      leastCpuSeconds: 6,
      peakMegabytes: 5,
    });
  });
});
