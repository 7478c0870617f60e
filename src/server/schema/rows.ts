import { ANY, COUNT, FLAG, list, nullable, object, ref, type Schema, TEXT } from "./schema.js";

const ID: Schema = { type: "integer" };
const STATE: Schema = {
  enum: ["in-sync", "pending", "drifted", "deleted", "undeclared", "invalid", "unknown", null],
  description:
    "undeclared: no manifest declares it; invalid: its manifest has errors; unknown: no plan can be made, and getPlan says why; null: the plan is being made, or waits for a busy database, and the event `plan` tells when it is known",
};

const DRIFT: Schema = {
  ...nullable(list(ref("Drift"))),
  description: "Null while the plan is being made, as the state is",
};

const COVERED = object({
  items: COUNT,
  of: COUNT,
  missing: nullable(COUNT),
  doubled: nullable(COUNT),
});

const LISTED = {
  id: nullable(ID),
  address: nullable(TEXT),
  name: TEXT,
  slug: nullable(TEXT),
  description: TEXT,
  isPublic: FLAG,
  file: nullable(TEXT),
  state: STATE,
};

const ALBUM = {
  ...LISTED,
  type: nullable(TEXT),
  isTrainingSource: FLAG,
  template: nullable(TEXT),
  images: COUNT,
  covered: nullable(COVERED),
  cover: nullable(ID),
};

const IMAGE = {
  id: ID,
  address: nullable(TEXT),
  filename: TEXT,
  prompt: nullable(TEXT),
  negativePrompt: nullable(TEXT),
  seed: { type: ["integer", "string", "null"], description: "A text beyond 2^53" },
  steps: { type: ["number", "null"] },
  guidanceScale: { type: ["number", "null"] },
  width: { type: ["number", "null"] },
  height: { type: ["number", "null"] },
  loras: ANY,
  isNsfw: FLAG,
  isPublic: FLAG,
  createdAt: nullable(TEXT),
  labels: list(TEXT),
  item: nullable(TEXT),
  template: nullable(TEXT),
  albums: list(TEXT),
  declaredIn: nullable(TEXT),
  thumbnailUrl: TEXT,
  fileUrl: TEXT,
};

/** Rows of lists and details, by their names in the OpenAPI document. */
export const ROW_SCHEMAS: { readonly [name: string]: Schema } = {
  Template: object({
    ...LISTED,
    items: COUNT,
    loras: list(TEXT),
    albums: COUNT,
    covered: nullable(COVERED),
  }),
  Album: object(ALBUM),
  AlbumDetail: object({
    ...ALBUM,
    labels: list(object({ text: TEXT, images: COUNT })),
    etag: nullable(TEXT),
    text: nullable(TEXT),
    declared: ANY,
    observed: ANY,
    drift: DRIFT,
    diagnostics: list(ref("Diagnostic")),
  }),
  Drift: object({ field: TEXT, declared: ANY, observed: ANY }),
  Image: object(IMAGE),
  ImageDetail: object({
    ...IMAGE,
    sha256: nullable(TEXT),
    labelRows: list(object({ text: TEXT, type: nullable(TEXT), confidence: { type: ["number", "null"] } })),
    observed: ANY,
    declaredFields: list(TEXT),
  }),
  Csv: object({
    file: TEXT,
    etag: TEXT,
    header: list(TEXT),
    rows: list(list(TEXT)),
    rowLines: list(COUNT),
  }),
  TemplateDetail: object({
    slug: TEXT,
    address: TEXT,
    file: nullable(TEXT),
    etag: nullable(TEXT),
    text: nullable(TEXT),
    declared: ANY,
    csv: nullable(ref("Csv")),
    placeholders: list(TEXT),
    observed: ANY,
    state: STATE,
    drift: DRIFT,
    albums: list(object({ slug: nullable(TEXT), name: TEXT, covered: nullable(COVERED) })),
    diagnostics: list(ref("Diagnostic")),
  }),
};
