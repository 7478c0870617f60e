import type { Route } from "../http/route.js";
import { apply } from "./apply.js";
import { commit } from "./commit.js";
import { draftManifests } from "./draft-manifests.js";
import { exportCheck } from "./export-check.js";
import { preview } from "./preview.js";
import { save, undo } from "./save.js";

/** The operations that write. */
export const EDIT_ROUTES: readonly Route[] = [
  preview,
  save,
  undo,
  apply,
  commit,
  exportCheck,
  draftManifests,
];
