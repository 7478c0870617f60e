import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { GLOBAL_OPTIONS } from "../../../src/cli/args/options.js";
import { doctor, examineAll } from "../../../src/cli/commands/doctor.js";
import { EXIT } from "../../../src/cli/terminal/exit-codes.js";
import { createContext } from "../../support/context.js";
import { PROJECT_DIR } from "../../support/paths.js";

const PROJECT = join(PROJECT_DIR, "test/cli/fixtures/project");

describe("doctor", () => {
  it("finds fault with a Node.js that is too old, down to the minor version", async () => {
    for (const version of ["18.20.4", "20.18.3", "20.9.0"]) {
      const { context, printed } = createContext(PROJECT, [...GLOBAL_OPTIONS, ...doctor.options]);
      assert.equal(await examineAll(context, version), EXIT.failure, version);
      assert.match(printed(), /^! {3}node: .*\n {4}help: Use Node\.js 20\.19 or newer\.\n/);
    }
    for (const version of ["20.19.0", "20.20.1", "22.0.0", "24.11.1"]) {
      const { context, printed } = createContext(PROJECT, [...GLOBAL_OPTIONS, ...doctor.options]);
      assert.equal(await examineAll(context, version), EXIT.success, printed());
    }
  });

  it("asks for the version that the package asks for", () => {
    const { engines } = JSON.parse(readFileSync(join(PROJECT_DIR, "package.json"), "utf8"));
    assert.equal(engines.node, ">=20.19");
  });
});
