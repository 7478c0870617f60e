import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Flags } from "../../../src/cli/args/flags.js";
import { GLOBAL_OPTIONS } from "../../../src/cli/args/options.js";
import { allOptions, interpretTokens, optionsOf } from "../../../src/cli/args/parse.js";
import { readTokens } from "../../../src/cli/args/tokens.js";
import { COMMANDS } from "../../../src/cli/commands.js";
import { Failure } from "../../../src/engine/project/failure.js";

function parse(argv: readonly string[], environment: { readonly [name: string]: string } = {}) {
  const tokens = readTokens(argv, allOptions(COMMANDS));
  const invocation = interpretTokens(tokens, COMMANDS);
  return { ...invocation, flags: new Flags(optionsOf(invocation.command), tokens.flags, environment) };
}

describe("parsing", () => {
  it("knows commands of one word and of two, wherever options stand", () => {
    assert.equal(parse(["plan"]).command?.name, "plan");
    assert.equal(parse(["-C", "plan", "db", "status"]).command?.name, "db status");
    assert.equal(parse(["db", "-q", "migrate"]).command?.name, "db migrate");
    assert.equal(parse(["--allow-deletes", "3", "plan"]).flags.count("allow-deletes"), 3);
    assert.equal(parse([]).command, undefined);
  });

  it("reads values in every spelling", () => {
    for (const argv of [
      ["-C", "a=b"],
      ["-C=a=b"],
      ["-Ca=b"],
      ["--cwd", "a=b"],
      ["--cwd=a=b"],
      ["-qC", "a=b"],
    ]) {
      assert.equal(parse([...argv, "plan"]).flags.text("cwd"), "a=b", argv.join(" "));
    }
  });

  it("keeps every text as it was written", () => {
    const text = fc.string().filter((value) => value !== "" && !value.startsWith("-"));
    const numeric = fc.constantFrom(
      "007",
      "1e3",
      "0x10",
      "123e4",
      " 5",
      "Infinity",
      "-0",
      "18446744073709551615",
    );
    fc.assert(
      fc.property(fc.oneof(text, numeric), (value) => {
        assert.equal(parse(["render", "x", `--theme=${value}`]).flags.text("theme"), value);
        if (value.startsWith("-")) return;
        assert.equal(parse(["render", "x", "--theme", value]).flags.text("theme"), value);
        assert.deepEqual(parse(["explain", value]).args, [value]);
      }),
      { numRuns: 1000 },
    );
  });

  it("ends any line in a call or a usage failure", () => {
    const names = [...allOptions(COMMANDS).keys()].map((name) => `--${name}`);
    const words = COMMANDS.flatMap(({ name }) => name.split(" "));
    const odd = [
      "--",
      "-",
      "---",
      "-=",
      "--=",
      "--no-yes",
      "--__proto__",
      "--constructor=1",
      "-C",
      "__proto__",
    ];
    const token = fc.oneof(fc.constantFrom(...names, ...words, ...odd), fc.string());
    fc.assert(
      fc.property(fc.array(token, { maxLength: 6 }), (argv) => {
        try {
          parse(argv);
        } catch (error) {
          assert.ok(error instanceof Failure, String(error));
          assert.equal(error.kind, "usage");
          assert.ok(error.diagnostics.every(({ help }) => help !== undefined && help !== ""));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("accepts no option that its command does not declare", () => {
    for (const command of COMMANDS) {
      const known = new Set(optionsOf(command).map(({ name }) => name));
      for (const spec of allOptions(COMMANDS).values()) {
        if (known.has(spec.name)) continue;
        const line = [...command.name.split(" "), ...command.args.map(() => "x"), `--${spec.name}`];
        assert.throws(() => parse(spec.value === undefined ? line : [...line, "1"]), Failure, line.join(" "));
      }
    }
  });

  it("cuts each option name in the same way in all commands, whatever its values are", () => {
    const specs = [...COMMANDS.flatMap(({ options }) => options), ...GLOBAL_OPTIONS];
    for (const spec of specs) {
      const same = specs.filter(({ name, short }) => name === spec.name || (short && short === spec.short));
      assert.deepEqual(new Set(same.map(({ name }) => name)).size, 1, spec.name);
      const cuts = same.map(({ short, value }) => [short, value === undefined].join());
      assert.deepEqual(new Set(cuts).size, 1, spec.name);
    }
  });

  it("takes variables for what they stand in for, never for consent", () => {
    assert.equal(parse(["plan"], { SYNC_DB: "sqlite:x.db" }).flags.text("db"), "sqlite:x.db");
    assert.equal(
      parse(["plan", "--db", "sqlite:y.db"], { SYNC_DB: "sqlite:x.db" }).flags.text("db"),
      "sqlite:y.db",
    );
    assert.equal(parse(["plan"], { SYNC_DB: "" }).flags.text("db"), undefined);
    const consent = ["yes", "prune", "allow-deletes", "restore", "skip-blocked", "delete-foreign"];
    const specs = allOptions(COMMANDS);
    assert.deepEqual(
      consent.filter((name) => specs.get(name)?.variable !== undefined),
      [],
    );
  });

  it("takes whole numbers only where it counts", () => {
    assert.equal(parse(["plan", "--allow-deletes", "0"]).flags.count("allow-deletes"), 0);
    for (const wrong of ["1.5", "1e3", "0x10", "9007199254740993", "many", " 1"]) {
      assert.throws(() => parse(["plan", "--allow-deletes", wrong]), Failure, wrong);
    }
  });

  it("takes at least one worker", () => {
    assert.throws(() => parse(["thumbnails", "--workers", "0"]), /from 1 on|can't be "0"/);
    assert.equal(parse(["thumbnails", "--workers", "1"]).flags.count("workers"), 1);
  });

  it("lets an option that may be repeated be repeated, and no other", () => {
    assert.deepEqual(parse(["plan", "--restore", "album:a", "--restore=all"]).flags.list("restore"), [
      "album:a",
      "all",
    ]);
    assert.throws(() => parse(["plan", "--db", "a", "--db", "b"]), /more than once/);
  });

  it("asks the called command which options may be repeated, whatever others take by the same name", () => {
    for (const command of COMMANDS) {
      const words = command.args.map(({ choices }) => choices?.[0] ?? "x");
      for (const { name, value } of optionsOf(command)) {
        if (value === undefined) continue;
        const option = `--${name}=${value.kind === "choice" ? value.choices[0] : "1"}`;
        const line = [...command.name.split(" "), ...words, option, option];
        if (value.kind === "list") assert.equal(parse(line).flags.list(name).length, 2, line.join(" "));
        else assert.throws(() => parse(line), /more than once/, line.join(" "));
      }
    }
  });
});

describe("flags", () => {
  it("don't answer for an option that was not declared", () => {
    const { flags } = parse(["init"]);
    assert.throws(() => flags.isOn("yes"), /not declared/);
    assert.equal(flags.knows("yes"), false);
  });
});
