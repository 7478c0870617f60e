import { Failure } from "../../engine/project/failure.js";
import { HttpProblem } from "../http/problem.js";
import type { Route } from "../http/route.js";
import { COUNT, FLAG, list, object, ref, TEXT } from "../schema/schema.js";

const FORMATS = ["kohya", "imagefolder", "webdataset"] as const;
/** Pictures that are decoded at the same time, beside what else the server does. */
const WORKERS = 4;

/** Whether an album is ready for training. */
export const exportCheck: Route = {
  name: "checkExport",
  method: "POST",
  path: "/api/v1/export/check",
  summary: "Look at everything that exporting an album as a training set would. Writes nothing",
  access: "write",
  body: object({ album: TEXT, format: { enum: FORMATS } }),
  replies: {
    200: {
      description: "What there is, and what stands against it",
      schema: object({
        ready: FLAG,
        pictures: COUNT,
        nsfwLeftOut: COUNT,
        uncaptioned: COUNT,
        converted: COUNT,
        diagnostics: list(ref("Diagnostic")),
      }),
    },
    404: { description: "No manifest declares the album" },
    409: { description: "There is no folder of pictures here" },
  },
  handle: async ({ body }, site) => {
    const { album, format } = body as {
      readonly album: string;
      readonly format: (typeof FORMATS)[number];
    };
    const { checkExport } = await import("../../engine/export.js");
    const project = await site.openProject();
    const found = await checkExport(project, { album, format, workers: WORKERS }).catch((error: unknown) => {
      if (error instanceof Failure && error.kind === "usage")
        throw new HttpProblem(404, "not-found", error.message, { diagnostics: error.diagnostics });
      throw error;
    });
    const ready = !found.diagnostics.some(({ severity }) => severity === "error");
    return { status: 200, body: { ready, ...found } };
  },
};
