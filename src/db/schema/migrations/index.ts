import type { ProfileName } from "../../backend/backend-columns.js";
import { backendTables } from "./001-backend-tables.js";
import { laterColumns } from "./002-later-columns.js";
import { lookupIndexes } from "./003-lookup-indexes.js";
import { registry } from "./004-registry.js";
import { lock } from "./005-lock.js";
import { memory } from "./006-memory.js";
import { seeds } from "./007-seeds.js";
import { thumbnailFiles } from "./008-thumbnail-files.js";
import { batchTemplates } from "./009-batch-templates.js";
import type { Migration } from "./migration.js";

/** Every migration, in the order in which they run. A number is never used again. */
export const MIGRATIONS: readonly Migration[] = [
  backendTables,
  laterColumns,
  lookupIndexes,
  registry,
  lock,
  memory,
  seeds,
  thumbnailFiles,
  batchTemplates,
];

/** Those that have not run in a database of this profile, in order. One profile's own may run later than higher numbers. */
export function listPending(profile: ProfileName, applied: ReadonlySet<number>): readonly Migration[] {
  return MIGRATIONS.filter(({ number, only = profile }) => only === profile && !applied.has(number));
}
