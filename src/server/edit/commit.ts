import type { Route } from "../http/route.js";
import { list, object, TEXT } from "../schema/schema.js";
import { EDIT_REPLIES, editing } from "./edits-body.js";

/** Commits files that were saved. */
export const commit: Route = {
  name: "commitFiles",
  method: "POST",
  path: "/api/v1/commit",
  summary: "Commit manifests and tables with git, these files only; hooks run",
  access: "write",
  body: object({
    message: { type: "string", maxLength: 10_000, pattern: "^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$" },
    paths: { ...list(TEXT), minItems: 1, maxItems: 1000 },
  }),
  replies: {
    200: { description: "The commit", schema: object({ commit: TEXT }) },
    403: EDIT_REPLIES[403],
    409: { description: "Nothing changed, or git or a hook said no" },
  },
  handle: ({ body }, site) =>
    editing(async () => {
      const { commitFiles } = await import("../../engine/edit/commit.js");
      const { message, paths } = body as { readonly message: string; readonly paths: readonly string[] };
      return { status: 200, body: { commit: await commitFiles(await site.openProject(), message, paths) } };
    }),
};
