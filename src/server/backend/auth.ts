import type { Route } from "../http/route.js";
import { FLAG, nullable, object, TEXT } from "../schema/schema.js";
import { lenient } from "./paging.js";

/** Who the client is to the backend's web app: the holder of the token is its admin. */
export const getMe: Route = {
  name: "backendGetMe",
  method: "GET",
  path: "/api/auth/me",
  summary: "Who this client is, as clients of the backend know it",
  access: "read",
  isOpen: true,
  query: lenient([]),
  replies: {
    200: {
      description: "The user",
      schema: object(
        { authenticated: FLAG },
        { email: nullable(TEXT), name: TEXT, picture: nullable(TEXT), role: TEXT, is_admin: FLAG },
      ),
    },
  },
  handle: ({ isTrusted }, { isWritable }) => ({
    status: 200,
    body: isTrusted
      ? {
          authenticated: true,
          email: null,
          name: "album-sync",
          picture: null,
          role: isWritable ? "admin" : "viewer",
          is_admin: isWritable,
        }
      : { authenticated: false },
  }),
};
