import { basename } from "node:path";
import { readVersion } from "../../engine/project/version.js";
import type { Route } from "../http/route.js";
import { FLAG, object, TEXT } from "../schema/schema.js";

/** Who the client is to the server, and what it may do. */
export const session: Route = {
  name: "getSession",
  method: "GET",
  path: "/api/v1/session",
  summary: "What this client may do",
  access: "read",
  isOpen: true,
  replies: {
    200: {
      description: "The session",
      schema: object({
        writable: FLAG,
        authenticated: FLAG,
        version: TEXT,
        project: TEXT,
        estate: TEXT,
        git: FLAG,
      }),
    },
  },
  handle: ({ isTrusted }, { projectDir, estate, isCheckout, isWritable }) => ({
    status: 200,
    body: {
      writable: isWritable && isTrusted,
      authenticated: isTrusted,
      version: readVersion(),
      project: basename(projectDir),
      estate,
      git: isCheckout,
    },
  }),
};
