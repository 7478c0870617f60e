import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import fc from "fast-check";
import { isBackendPath } from "../../src/server/http/open-api.js";
import type { Route } from "../../src/server/http/route.js";
import type { Schema } from "../../src/server/schema/schema.js";
import { SCHEMAS } from "../../src/server/schema/schemas.js";
import { ROUTES } from "../../src/server/table.js";
import { type Answer, serveProject } from "../support/running-server.js";
import { valuesOf } from "../support/schema-values.js";
import { serveFixture } from "../support/served-fixture.js";

const CASES = Number(process.env.LAW_RUNS ?? 100);

const fixture = serveFixture("git init -q && sync apply --yes");

/** Streams never end by themselves; test/server/events.test.ts reads them. */
const CALLED = ROUTES.filter(({ replies }) => replies[200]?.mediaType !== "text/event-stream");

/** What the fixture has, so that not all answers are 404. */
const KNOWN: { readonly [name: string]: readonly (string | number)[] } = {
  slug: ["elements", "singles/walks"],
  id: [1, 2, 3],
  path: ["manifests/sets/elements.yaml", "data/sets/elements.csv"],
  album: ["singles/walks"],
  template: ["elements"],
};

describe("every answer matches the schema of its route, and none is an error of the server", () => {
  for (const route of CALLED)
    it(`${route.method} ${route.path}`, async () => {
      await fc.assert(
        fc.asyncProperty(requestsTo(route), fc.boolean(), async ({ path, body }, isTrusted) => {
          const answer = await fixture.server.send(path, {
            method: route.method,
            headers: {
              ...(isTrusted && { authorization: `Bearer ${fixture.server.token}` }),
              ...(body !== undefined && { "content-type": "application/json" }),
            },
            ...(body !== undefined && { body }),
          });
          assert.deepEqual(fixture.server.bugs, []);
          check(route, answer);
        }),
        { numRuns: CASES },
      );
    });
});

describe("the table of routes", () => {
  it("names every operation once", () => {
    assert.equal(new Set(ROUTES.map(({ name }) => name)).size, ROUTES.length);
    assert.equal(new Set(ROUTES.map(({ method, path }) => `${method} ${path}`)).size, ROUTES.length);
  });

  it("has parameters for what its paths hold, and bodies for what writes", () => {
    for (const { path, params, access, method, body } of ROUTES) {
      const names = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name);
      assert.deepEqual(Object.keys(params?.properties ?? {}), names, path);
      assert.equal(access === "write", method !== "GET", path);
      assert.equal(access === "write", body !== undefined, path);
    }
  });

  it("is refused as a whole by a server that only reads, and without the token", async (t) => {
    const reader = await serveProject(fixture.workspace.dir, { isWritable: false });
    t.after(() => reader.close());
    for (const { access, isOpen, method, path } of ROUTES) {
      const plain = path.replaceAll(/\{\w+\}/g, "1");
      if (access === "write") {
        const refused = await reader.write(method, plain, {});
        assert.equal(refused.status, 403, path);
        assert.match(refused.text, /read-only|only reads/);
      }
      if (access === "write" || isOpen !== true) {
        const headers = access === "write" ? { "content-type": "application/json" } : {};
        const { status } = await fixture.server.send(plain, {
          method,
          headers,
          ...(access === "write" && { body: "{}" }),
        });
        assert.equal(status, 401, path);
      }
    }
  });
});

function requestsTo(
  route: Route,
): fc.Arbitrary<{ readonly path: string; readonly body: string | undefined }> {
  const body = route.body === undefined ? fc.constant(undefined) : bodiesOf(route.body);
  return fc
    .record({ params: membersOf(route.params, true), query: membersOf(route.query, false), body })
    .map(({ params, query, body: sent }) => {
      const path = route.path.replaceAll(/\{(\w+)\}/g, (_whole, name) =>
        encodeURIComponent(String(params[name])),
      );
      const search = new URLSearchParams(
        Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
      );
      return { path: search.size === 0 ? path : `${path}?${search}`, body: sent };
    });
}

/** Mostly what fits the schema, now and then something else. */
function bodiesOf(schema: Schema): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 8, arbitrary: valuesOf(schema).map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string() },
  );
}

function membersOf(
  schema: Schema | undefined,
  isWhole: boolean,
): fc.Arbitrary<{ readonly [name: string]: unknown }> {
  const members = (schema?.properties ?? {}) as { readonly [name: string]: Schema };
  const made = Object.fromEntries(
    Object.entries(members).map(([name, member]) => {
      const known = KNOWN[name] ?? [];
      const odd = isWhole ? valuesOf({ type: "string", minLength: 1 }) : valuesOf({ type: "string" });
      return [
        name,
        fc.oneof(
          { weight: 4, arbitrary: valuesOf(member) },
          { weight: known.length > 0 ? 8 : 0, arbitrary: fc.constantFrom(...known, "x") },
          { weight: 1, arbitrary: odd },
        ),
      ];
    }),
  );
  return fc.record(made, isWhole ? {} : { requiredKeys: [] });
}

const ajv = new Ajv2020({ strict: false });
for (const [name, schema] of Object.entries(SCHEMAS)) ajv.addSchema(schema, `#/components/schemas/${name}`);
const compiled = new Map<Schema, ValidateFunction>();

function check({ path, replies }: Route, answer: Answer): void {
  const { status, headers, text } = answer;
  assert.ok(status < 500, `${status} ${text}`);
  const error: Schema = { $ref: `#/components/schemas/${isBackendPath(path) ? "Error" : "Problem"}` };
  const reply = replies[status];
  assert.ok(reply !== undefined || status >= 400, `${status} is not documented`);
  const schema = reply === undefined ? (errors.get(path) ?? error) : reply.schema;
  if (reply === undefined) errors.set(path, schema as Schema);
  if (schema === undefined) return;
  const isProblem = reply === undefined && !isBackendPath(path);
  assert.equal(headers["content-type"], isProblem ? "application/problem+json" : "application/json");
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  assert.ok(validate(answer.json()), `${ajv.errorsText(validate.errors)}\n${text.slice(0, 1000)}`);
}

const errors = new Map<string, Schema>();
