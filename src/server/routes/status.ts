import { relative, sep } from "node:path";
import { completeStatus, type StatusFacts, summarizeStatus } from "../../engine/status.js";
import type { Route } from "../http/route.js";
import { ref } from "../schema/schema.js";

/** How the database stands to the manifests. */
export const getStatus: Route = {
  name: "getStatus",
  method: "GET",
  path: "/api/v1/status",
  summary: "What `sync status --json` says, without paths of the machine",
  access: "read",
  replies: { 200: { description: "The status", schema: ref("Status") } },
  async handle(_request, site) {
    const project = await site.openProject();
    const facts = await completeStatus(project, await site.browser.readPlan());
    return { status: 200, body: summarizeStatus(hidePaths(facts, site.projectDir)) };
  },
};

/** A database in the project by its path there, another one by no path. */
function hidePaths(facts: StatusFacts, projectDir: string): StatusFacts {
  const path = relative(projectDir, facts.url.replace(/^sqlite:/, ""));
  const isInside = !path.startsWith("..");
  return {
    ...facts,
    url: isInside ? `sqlite:${path.split(sep).join("/")}` : "sqlite:",
    state: { ...facts.state, servedFrom: null },
  };
}
