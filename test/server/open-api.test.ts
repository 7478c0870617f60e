import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { readVersion } from "../../src/engine/project/version.js";
import { describeApi } from "../../src/server/http/open-api.js";
import { ROUTES } from "../../src/server/table.js";
import { PROJECT_DIR } from "../support/paths.js";

const text = readFileSync(join(PROJECT_DIR, "docs/openapi.json"), "utf8");
const document = JSON.parse(text);

describe("docs/openapi.json", () => {
  it("is what the routes say: npm run generate:api writes it", () => {
    assert.equal(text, `${JSON.stringify(describeApi(ROUTES, readVersion()), null, 2)}\n`);
  });

  it("has every schema that it refers to, and refers to every schema that it has", () => {
    const used = new Set(
      Array.from(text.matchAll(/"\$ref": "#\/components\/schemas\/(\w+)"/g), ([, name]) => name),
    );
    assert.deepEqual([...used].sort(), Object.keys(document.components.schemas).sort());
  });

  it("has an operation for every route, with its parameters", () => {
    for (const { name, method, path, params, query } of ROUTES) {
      const operation = document.paths[path][method.toLowerCase()];
      assert.equal(operation.operationId, name);
      const names = operation.parameters.map((one: { readonly name: string }) => one.name);
      assert.deepEqual(names, [
        ...Object.keys(params?.properties ?? {}),
        ...Object.keys(query?.properties ?? {}),
      ]);
    }
  });
});
