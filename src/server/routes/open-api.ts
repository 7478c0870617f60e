import { readVersion } from "../../engine/project/version.js";
import { describeApi } from "../http/open-api.js";
import type { Route } from "../http/route.js";

/** The routes that hand out the OpenAPI document of all routes. */
export function openApiRoutes(listRoutes: () => readonly Route[]): readonly Route[] {
  const describe = (name: string, path: string): Route => ({
    name,
    method: "GET",
    path,
    summary: "This API as an OpenAPI 3.1 document",
    access: "read",
    isOpen: true,
    replies: {
      200: { description: "The document", schema: { type: "object", required: ["openapi", "paths"] } },
    },
    handle: () => ({ status: 200, body: describeApi(listRoutes(), readVersion()) }),
  });
  return [describe("getOpenApi", "/openapi.json"), describe("getOpenApiOfVersion", "/api/v1/openapi.json")];
}
