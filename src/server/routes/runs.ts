import { PAGE_PARAMETERS, pageOf, readPaging } from "../http/paging.js";
import { HttpProblem } from "../http/problem.js";
import type { Route } from "../http/route.js";
import { COUNT, parameters, ref } from "../schema/schema.js";

const MOST_CHANGES = 200;

/** The runs of the estate. */
export const listRuns: Route = {
  name: "listRuns",
  method: "GET",
  path: "/api/v1/runs",
  summary: "Runs, the newest first",
  access: "read",
  query: parameters(PAGE_PARAMETERS),
  replies: { 200: { description: "A page of runs", schema: pageOf(ref("Run")) } },
  async handle({ query }, site) {
    const { limit, after } = readPaging(query);
    // One more than is shown tells whether there is another page.
    const catalog = await site.browser.openCatalog();
    const page = await catalog.pageRuns({ before: after, limit: limit + 1 });
    const items = page.runs.slice(0, limit);
    const last = page.runs.length > limit ? items.at(-1) : undefined;
    return {
      status: 200,
      body: { items, total: page.total, nextCursor: last === undefined ? null : String(last.run) },
    };
  },
};

/** One run. */
export const getRun: Route = {
  name: "getRun",
  method: "GET",
  path: "/api/v1/runs/{id}",
  summary: "A run with a part of its changes",
  access: "read",
  params: parameters({ id: { type: "integer", minimum: 0 } }, ["id"]),
  query: parameters({
    offset: { ...COUNT, maximum: 1e9, default: 0 },
    limit: { type: "integer", minimum: 0, maximum: MOST_CHANGES, default: MOST_CHANGES },
  }),
  replies: { 200: { description: "The run", schema: ref("RunDetail") } },
  async handle({ params, query }, site) {
    const { offset = 0, limit = MOST_CHANGES } = query;
    const found = await (await site.browser.openCatalog()).findRun(Number(params.id));
    if (found === undefined) throw new HttpProblem(404, "run-unknown", `There is no run ${params.id}`);
    const start = Number(offset);
    return {
      status: 200,
      body: {
        run: found.run,
        total: found.changes.length,
        changes: found.changes.slice(start, start + Number(limit)),
      },
    };
  },
};
