import type { UnwrittenManifests } from "../../engine/adopt.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import { MOST_BODY_BYTES } from "../http/handle.js";
import { HttpProblem } from "../http/problem.js";
import type { Route } from "../http/route.js";
import { list, object, ref, TEXT } from "../schema/schema.js";

/** Manifests of albums that only the database has, as edits to look at. */
export const draftManifests: Route = {
  name: "draftManifests",
  method: "POST",
  path: "/api/v1/discover/draft",
  summary: "The manifests that `sync adopt` would write of albums and templates. Writes nothing",
  access: "write",
  body: object({
    albums: {
      ...list({ type: ["integer", "string"], description: "Row id or address" }),
      minItems: 1,
      maxItems: 1000,
    },
  }),
  replies: {
    200: {
      description: "Edits that a preview and a save take; warnings tell what the manifests leave out",
      schema: object({
        edits: list(object({ file: TEXT, etag: { type: "null" }, text: TEXT })),
        diagnostics: list(ref("Diagnostic")),
      }),
    },
    404: { description: "An album is not there, or an estate owns it" },
    409: {
      description:
        "Only `sync adopt` can write them, because there is more to write, or too much; or a manifest has the row already",
    },
    422: { description: "A manifest is invalid, so that nobody knows what is declared" },
  },
  async handle({ body, signal }, site) {
    const { albums } = body as { readonly albums: readonly (number | string)[] };
    const { draftAdoption } = await import("../../engine/adopt.js");
    const draft = await draftAdoption(await site.openProject(), new Set(albums), signal);
    if (draft.missing.length > 0)
      throw new HttpProblem(404, "not-found", `Nothing that is free is called ${draft.missing.join(", ")}`);
    const edits = draft.texts.map(({ file, text }) => ({ file, etag: null, text }));
    checkSize({ edits }, draft);
    return { status: 200, body: { edits, diagnostics: draft.remarks.map(describeRemark) } };
  },
};

/** Throws for edits that no preview would take. */
function checkSize(body: object, { addresses }: UnwrittenManifests): void {
  if (Buffer.byteLength(JSON.stringify(body)) <= MOST_BODY_BYTES) return;
  throw new HttpProblem(
    409,
    "draft-too-large",
    `The manifests have more than ${MOST_BODY_BYTES} bytes; write them with sync adopt ${addresses.join(" ")}`,
  );
}

function describeRemark({ code, message, help }: UnwrittenManifests["remarks"][number]): Diagnostic {
  return { severity: "warning", code, summary: message, help };
}
