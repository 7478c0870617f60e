import type { ParameterSchema, Schema } from "../schema/schema.js";
import { SCHEMAS } from "../schema/schemas.js";
import type { Route } from "./route.js";

/** The routes as an OpenAPI 3.1 document. */
export function describeApi(routes: readonly Route[], version: string): object {
  const paths: { [path: string]: { [method: string]: object } } = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    (paths[route.path] as { [method: string]: object })[route.method.toLowerCase()] = describeRoute(route);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "album-sync",
      version,
      description: "What sync serve answers. See docs/serve.md.",
      license: { name: "MIT", identifier: "MIT" },
    },
    paths,
    components: {
      schemas: SCHEMAS,
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "The token that sync serve --json prints" },
        cookie: { type: "apiKey", in: "cookie", name: "album-sync-<port>" },
      },
    },
  };
}

/** True for a route whose errors are those of the backend: `{"error": …}`. */
export function isBackendPath(path: string): boolean {
  return /^\/api\/(?!v1(?:[/?]|$))/.test(path);
}

function describeRoute({ name, summary, access, isOpen, path, params, query, body, replies }: Route): object {
  const isOptional = isOpen === true ? [{}] : [];
  return {
    operationId: name,
    summary,
    tags: [isBackendPath(path) ? "backend" : access],
    security: [...isOptional, { bearer: [] }, { cookie: [] }],
    parameters: [...describeParameters(params, "path"), ...describeParameters(query, "query")],
    ...(body && { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(replies).map(([status, { description, schema, mediaType }]) => [
          status,
          { description, ...describeContent(schema, mediaType) },
        ]),
      ),
      default: isBackendPath(path)
        ? { description: "An error", ...describeContent({ $ref: "#/components/schemas/Error" }) }
        : {
            description: "A problem (RFC 9457)",
            ...describeContent({ $ref: "#/components/schemas/Problem" }, "application/problem+json"),
          },
    },
  };
}

function describeParameters(schema: ParameterSchema | undefined, place: "path" | "query"): readonly object[] {
  return Object.entries(schema?.properties ?? {}).map(([name, { description, ...one }]) => ({
    name,
    in: place,
    required: place === "path" || schema?.required?.includes(name) === true,
    ...(description !== undefined && { description }),
    schema: one,
  }));
}

function describeContent(schema: Schema | undefined, mediaType = "application/json"): object {
  if (schema === undefined) return mediaType === "application/json" ? {} : { content: { [mediaType]: {} } };
  return { content: { [mediaType]: { schema } } };
}
