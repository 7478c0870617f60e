import { resolve } from "node:path";
import { readManifestDetail, readProjectFile } from "../../engine/browse/read-file.js";
import { HttpProblem } from "../http/problem.js";
import type { Route } from "../http/route.js";
import { list, object, parameters, ref, TEXT } from "../schema/schema.js";

/** A manifest or a file that one names, as it is on disk. */
export const getProjectFile: Route = {
  name: "getProjectFile",
  method: "GET",
  path: "/api/v1/files",
  summary: "The text of a manifest, CSV or JSON Lines file of the project, with what is wrong with it",
  access: "read",
  query: parameters({ path: { type: "string", minLength: 1, maxLength: 1000 } }, ["path"]),
  replies: {
    200: {
      description: "The file; its etag is the SHA-256 of its bytes",
      schema: object({ path: TEXT, etag: TEXT, text: TEXT, diagnostics: list(ref("Diagnostic")) }),
    },
  },
  async handle({ query }, site) {
    const { settings } = await site.openProject();
    const { manifests } = await site.browser.readManifests();
    const asked = String(query.path);
    const file = resolve(settings.projectDir, asked);
    // Only what is part of the estate: any other YAML file of the project may hold secrets.
    const isPart = manifests.some((one) => one.file === file || one.used.includes(file));
    const read = isPart ? readProjectFile(settings, asked) : undefined;
    if (read === undefined)
      throw new HttpProblem(404, "file-unknown", `${asked} is no manifest, nor a file that one names`);
    const detail = manifests.some((one) => one.file === file)
      ? readManifestDetail(settings, file)
      : undefined;
    return { status: 200, body: { ...read, diagnostics: detail?.diagnostics ?? [] } };
  },
};
