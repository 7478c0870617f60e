import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { examineInstallation } from "../../src/engine/examine.js";
import { PROJECT_DIR } from "../support/paths.js";

const REQUEST = { cwd: join(PROJECT_DIR, "test/cli/fixtures/project"), untrusted: false };

describe("doctor", () => {
  it("finds fault with a Node.js that is too old, down to the minor version", async () => {
    for (const version of ["18.20.4", "20.18.3", "20.9.0"]) {
      const [node] = await examineInstallation(REQUEST, version);
      assert.equal(node?.name, "node");
      assert.equal(node?.help, "Use Node.js 20.19 or newer.", version);
    }
    for (const version of ["20.19.0", "20.20.1", "22.0.0", "24.11.1"]) {
      const checks = await examineInstallation(REQUEST, version);
      assert.deepEqual(
        checks.filter(({ help }) => help !== undefined),
        [],
        version,
      );
    }
  });

  it("asks for the version that the package asks for", () => {
    const { engines } = JSON.parse(readFileSync(join(PROJECT_DIR, "package.json"), "utf8"));
    assert.equal(engines.node, ">=20.19");
  });
});
