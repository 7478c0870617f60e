import { HttpProblem } from "../http/problem.js";
import type { Route } from "../http/route.js";
import { list, nullable, object, TEXT } from "../schema/schema.js";
import { EDIT_REPLIES, EDITS_BODY, editing, readEdits } from "./edits-body.js";
import { savesOf } from "./undo-store.js";

const MAYBE_TEXT = nullable(TEXT);
const FILES = list(object({ path: TEXT, etag: MAYBE_TEXT }));

/** Writes edits into the files. */
export const save: Route = {
  name: "saveEdits",
  method: "POST",
  path: "/api/v1/save",
  summary: "Write edits into manifests and tables",
  access: "write",
  body: EDITS_BODY,
  replies: {
    200: {
      description: "Everything is written; undo takes it back while nobody writes the files",
      schema: object({ files: FILES, undo: TEXT, planId: MAYBE_TEXT }),
    },
    ...EDIT_REPLIES,
    422: { description: "An edit can't be made, or would break what is valid. Nothing was written" },
  },
  handle: ({ body }, site) =>
    editing(async () => {
      const { files, planId, undo } = await site.edits.save(readEdits(body));
      return { status: 200, body: { files, undo: savesOf(site).keep(undo), planId } };
    }),
};

/** Takes a save back. */
export const undo: Route = {
  name: "undoSave",
  method: "POST",
  path: "/api/v1/undo",
  summary: "Take a save back",
  access: "write",
  body: object({ undo: TEXT }),
  replies: {
    200: { description: "The files have the bytes from before the save", schema: object({ files: FILES }) },
    404: { description: "The save is not known any more" },
    412: EDIT_REPLIES[412],
  },
  handle: ({ body }, site) =>
    editing(async () => {
      const { undoSave } = await import("../../engine/edit/save.js");
      const { undo: token } = body as { readonly undo: string };
      const found = savesOf(site).find(token);
      if (found === undefined)
        throw new HttpProblem(404, "undo-unknown", "The server does not know this save any more");
      const files = undoSave(await site.openProject(), found);
      savesOf(site).spend(token);
      return { status: 200, body: { files } };
    }),
};
