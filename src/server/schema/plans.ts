import { KINDS } from "../../model/address.js";
import { ANY, COUNT, list, nullable, object, ref, type Schema, TEXT } from "./schema.js";

const ACTION = { enum: ["create", "update", "move", "adopt", "release", "delete", "forget"] };
const KIND = { enum: KINDS };
const COUNTS = object(
  { create: COUNT, update: COUNT, move: COUNT, adopt: COUNT, release: COUNT, delete: COUNT },
  { forget: COUNT },
);

/** A part of a plan as `sync plan --json` has it: schemas/plan.schema.json says more. */
const CHANGE: Schema = {
  type: "object",
  required: ["action", "kind", "address"],
  properties: { action: ACTION, kind: KIND, address: TEXT },
};

const BLOCKED: Schema = {
  type: "object",
  required: ["address", "kind", "code", "reason", "help"],
  properties: { address: TEXT, kind: KIND, code: TEXT, reason: TEXT, help: TEXT },
};

/** What a plan does, with a part of its changes. */
const CHANGES = {
  counts: nullable(COUNTS),
  total: COUNT,
  changes: list(ref("Change")),
  blocked: list(BLOCKED),
  guards: list(object({ code: TEXT, reason: TEXT, help: TEXT })),
  thumbnails: nullable(object({ make: COUNT, remake: COUNT, remove: COUNT })),
  pendingMigrations: list(TEXT),
  prunable: list(TEXT),
  notes: list(object({ address: TEXT, text: TEXT })),
};

const RUN = object({
  run: COUNT,
  estate: TEXT,
  command: TEXT,
  planId: TEXT,
  who: TEXT,
  host: TEXT,
  gitCommit: nullable(TEXT),
  startedAt: TEXT,
  finishedAt: nullable(TEXT),
  state: { enum: ["running", "complete", "partial", "interrupted", "failed"] },
  rowsWritten: COUNT,
  summary: ANY,
});

/** Plans, runs and status, by their names in the OpenAPI document. */
export const PLAN_SCHEMAS: { readonly [name: string]: Schema } = {
  Change: CHANGE,
  PlannedChanges: object(CHANGES),
  Plan: object({
    planId: nullable(TEXT),
    ...CHANGES,
    drift: COUNT,
    diagnostics: list(ref("Diagnostic")),
  }),
  Run: RUN,
  RunDetail: object({
    run: ref("Run"),
    total: COUNT,
    changes: list(object({ address: TEXT, action: TEXT, before: ANY, after: ANY, former: ANY })),
  }),
  Status: {
    type: "object",
    required: [
      "estate",
      "database",
      "pending",
      "objects",
      "released",
      "sets",
      "thumbnails",
      "lastRun",
      "lock",
    ],
    properties: {
      estate: TEXT,
      pending: object({ actions: COUNTS, blocked: COUNT, drift: COUNT, migrations: list(TEXT) }),
      released: list(TEXT),
      lastRun: nullable(ref("Run")),
    },
  },
};
