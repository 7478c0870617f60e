import type { Command } from "./command.js";
import { apply } from "./commands/apply.js";
import { completion } from "./commands/completion.js";
import { dbMigrate } from "./commands/db-migrate.js";
import { dbStatus } from "./commands/db-status.js";
import { explain } from "./commands/explain.js";
import { init } from "./commands/init.js";
import { plan } from "./commands/plan.js";
import { render } from "./commands/render.js";
import { thumbnails } from "./commands/thumbnails.js";
import { validate } from "./commands/validate.js";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  init,
  validate,
  plan,
  apply,
  thumbnails,
  render,
  dbMigrate,
  dbStatus,
  explain,
  completion,
];
