import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { isBackendPath } from "../../src/server/http/open-api.js";
import { SCHEMAS } from "../../src/server/schema/schemas.js";
import { ROUTES } from "../../src/server/table.js";
import { CARDS_FILE, DECK_FILE, etagIn } from "./edit-project.js";
import { type Answer, serveProject, type TestServer } from "./running-server.js";

/** Serves the project in a folder until the test ends; no request may meet a bug. */
export async function serve(t: TestContext, dir: string, isWritable = true): Promise<TestServer> {
  const server = await serveProject(dir, { isWritable });
  t.after(() => server.close());
  t.after(() => assert.deepEqual(server.bugs, []));
  return server;
}

/** Sends a write of the API; its answer has a status and a body as the route says. */
export function post(server: TestServer, path: string, body: unknown, status = 200) {
  return send(server, "POST", path, body, status);
}

/** Sends a write to a route by its path; its answer has a status and a body as the route says. `id`: of the path. */
export async function send(
  server: TestServer,
  method: string,
  path: string,
  body: unknown,
  status: number,
  id?: number,
) {
  const answer = await server.write(method, path.replace("{id}", String(id)), body);
  assert.equal(answer.status, status, answer.text);
  checkReply(method, path, answer);
  // biome-ignore lint/suspicious/noExplicitAny: the schema was checked
  return answer.json<any>();
}

function checkReply(method: string, path: string, { status, text, headers }: Answer): void {
  const route = ROUTES.find((one) => one.method === method && one.path === path);
  const [error, type] = isBackendPath(path) ? ["Error", /json/] : ["Problem", /^application\/problem\+json/];
  const schema = status < 400 ? route?.replies[status]?.schema : SCHEMAS[error as string];
  assert.ok(status === 400 || route?.replies[status] !== undefined, `${path} does not tell of ${status}`);
  if (status >= 400) assert.match(headers["content-type"] ?? "", type as RegExp);
  const ajv = new Ajv2020({ strict: false });
  for (const [name, one] of Object.entries(SCHEMAS)) ajv.addSchema(one, `#/components/schemas/${name}`);
  const check = ajv.compile(schema ?? false);
  assert.ok(check(JSON.parse(text)), `${path} ${status}: ${ajv.errorsText(check.errors)}`);
}

/** One value of the manifest and one cell of the table. */
export const edits = (dir: string) => [
  {
    file: DECK_FILE,
    etag: etagIn(dir, DECK_FILE),
    ops: [{ op: "set", path: ["style_suffix"], value: "hard light" }],
  },
  { file: CARDS_FILE, etag: etagIn(dir, CARDS_FILE), cells: [{ row: 0, column: "look", value: "bright" }] },
];
