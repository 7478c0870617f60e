import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createOutput, decideColor, type OutputSettings } from "../../../src/cli/terminal/output.js";

const SETTINGS: OutputSettings = {
  color: "auto",
  json: false,
  quiet: false,
  verbose: false,
  noInput: false,
  environment: {},
  hint: (text) => text,
};

function open(isTTY: boolean, settings: Partial<OutputSettings> = {}) {
  const written = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") => ({
    isTTY,
    columns: 120,
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const streams = { stdin: { isTTY }, stdout: stream("stdout"), stderr: stream("stderr") };
  return { output: createOutput(streams, { ...SETTINGS, ...settings }), written };
}

describe("output", () => {
  it("sends results to stdout, talk and problems to stderr, each on a line of its own", () => {
    const { output, written } = open(false);
    output.print("result");
    output.print("");
    output.say("talk\n");
    output.warn("problem");
    assert.deepEqual(written, { stdout: "result\n", stderr: "talk\nproblem\n" });
  });

  it("drops talk but no problem when it is to be quiet", () => {
    const { output, written } = open(false, { quiet: true });
    output.print("result");
    output.say("talk");
    output.warn("problem");
    assert.deepEqual(written, { stdout: "result\n", stderr: "problem\n" });
  });

  it("asks a person only", () => {
    assert.equal(open(true).output.interactive, true);
    assert.equal(open(false).output.interactive, false);
    assert.equal(open(true, { noInput: true }).output.interactive, false);
    assert.equal(open(true, { environment: { CI: "true" } }).output.interactive, false);
    assert.equal(open(true, { environment: { CI: "false" } }).output.interactive, true);
  });

  it("moves a bar on a terminal that can", () => {
    assert.equal(open(true).output.animated, true);
    assert.equal(open(false).output.animated, false);
    assert.equal(open(true, { environment: { TERM: "dumb" } }).output.animated, false);
    assert.equal(open(true, { environment: { CI: "1" } }).output.animated, false);
  });

  it("knows a width on a terminal only", () => {
    assert.equal(open(true).output.stdout.columns, 120);
    assert.equal(open(false).output.stdout.columns, undefined);
  });
});

describe("colour", () => {
  const cases: readonly [
    wish: OutputSettings["color"],
    tty: boolean,
    environment: object,
    colored: boolean,
  ][] = [
    ["auto", true, {}, true],
    ["auto", false, {}, false],
    ["auto", true, { TERM: "dumb" }, false],
    ["auto", true, { NO_COLOR: "0" }, false],
    ["auto", true, { NO_COLOR: "" }, true],
    ["auto", false, { FORCE_COLOR: "1" }, true],
    ["auto", false, { FORCE_COLOR: "" }, true],
    ["auto", true, { FORCE_COLOR: "0" }, false],
    ["auto", false, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    ["always", false, { NO_COLOR: "1" }, true],
    ["never", true, { FORCE_COLOR: "1" }, false],
  ];
  for (const [wish, tty, environment, colored] of cases) {
    it(`${wish}, ${tty ? "terminal" : "pipe"}, ${JSON.stringify(environment)}: ${colored ? "on" : "off"}`, () => {
      assert.equal(decideColor(wish, tty, { ...environment }), colored);
    });
  }
});
