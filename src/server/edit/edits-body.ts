import { type FileChange, FilesChanged } from "../../engine/edit/file-change.js";
import { Failure } from "../../engine/project/failure.js";
import { HttpProblem } from "../http/problem.js";
import { ANY, COUNT, list, object, type Schema, TEXT } from "../schema/schema.js";

const PATH = list({ type: ["string", "integer"] });
const OP: Schema = {
  oneOf: [
    object({ op: { const: "set" }, path: PATH, value: ANY }),
    object({ op: { const: "remove" }, path: PATH }),
    object({ op: { const: "insert" }, path: PATH, value: ANY }),
    object({ op: { const: "move" }, path: PATH, to: COUNT }),
  ],
};
const CELLS: Schema = {
  oneOf: [
    object({ row: COUNT, column: TEXT, value: TEXT }, { op: { const: "set" } }),
    object({ op: { const: "insert" }, row: COUNT, values: { type: "object", additionalProperties: TEXT } }),
    object({ op: { const: "remove" }, row: COUNT }),
    object({ op: { const: "move" }, row: COUNT, to: COUNT }),
    object({ op: { const: "add-column" }, column: TEXT }, { values: list(TEXT) }),
  ],
};
/** Left out it is asked for with 428. */
const ETAG: Schema = { type: ["string", "null"] };
const EDIT: Schema = {
  oneOf: [
    object({ file: TEXT, ops: list(OP) }, { etag: ETAG }),
    object({ file: TEXT, cells: list(CELLS) }, { etag: ETAG }),
    object({ file: TEXT, text: TEXT }, { etag: ETAG }),
    object({ file: TEXT, remove: { const: true } }, { etag: ETAG }),
  ],
};

/** The body of a preview and of a save: what is to become of files. */
export const EDITS_BODY = object({ edits: { ...list(EDIT), minItems: 1, maxItems: 1000 } });

/** The answers of routes that take edits, beside 200. */
export const EDIT_REPLIES = {
  403: { description: "The file is none that can be edited" },
  412: { description: "A file changed since it was read; `current` has it as it is" },
  428: { description: "An edit does not say for which bytes it is" },
};

/** The edits of a body that fits the schema. Throws 428 when one says not for which bytes it is. */
export function readEdits(body: unknown): readonly FileChange[] {
  const { edits } = body as { readonly edits: readonly (FileChange | Omit<FileChange, "etag">)[] };
  return edits.map((edit) => {
    if (!("etag" in edit))
      throw new HttpProblem(
        428,
        "etag-required",
        `Say with etag which bytes of ${edit.file} the edit is for`,
      );
    if (!("cells" in edit)) return edit;
    return {
      ...edit,
      cells: edit.cells.map((cell) => ("op" in cell ? cell : { ...(cell as SetCell), op: "set" })),
    };
  });
}

interface SetCell {
  readonly row: number;
  readonly column: string;
  readonly value: string;
}

/** What `work` gives. Throws 412 with the files as they are when they changed, 403 for what can't be edited. */
export async function editing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FilesChanged) throw describeChanged(error);
    if (error instanceof Failure && error.diagnostics[0]?.code === "file-not-editable")
      throw new HttpProblem(403, "file-not-editable", error.message, { diagnostics: error.diagnostics });
    throw error;
  }
}

function describeChanged({ current, diagnostics, message }: FilesChanged): HttpProblem {
  return new HttpProblem(412, "file-changed", message, {
    diagnostics,
    members: {
      current: current.map(({ path, etag, bytes }) => ({ path, etag, text: bytes?.toString() ?? null })),
    },
  });
}
