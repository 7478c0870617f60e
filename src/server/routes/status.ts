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

function hidePaths(facts: StatusFacts, projectDir: string): StatusFacts {
  return {
    ...facts,
    url: shortenUrl(facts.url, projectDir),
    state: { ...facts.state, servedFrom: null },
  };
}

/** A file in the project by its path there; of any other database only of what kind it is. */
function shortenUrl(url: string, projectDir: string): string {
  const [kind = ""] = url.split(":", 1);
  if (kind !== "sqlite") return `${kind}:`;
  const path = relative(projectDir, url.replace(/^sqlite:/, ""));
  return path.startsWith("..") ? "sqlite:" : `sqlite:${path.split(sep).join("/")}`;
}
