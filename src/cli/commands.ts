import type { Command } from "./args/command.js";
import { add } from "./commands/add.js";
import { adopt } from "./commands/adopt.js";
import { apply } from "./commands/apply.js";
import { collect } from "./commands/collect.js";
import { collectSetsCommand } from "./commands/collect-sets.js";
import { completionOf } from "./commands/completion.js";
import { dbBackup } from "./commands/db-backup.js";
import { dbCheck } from "./commands/db-check.js";
import { dbCopy } from "./commands/db-copy.js";
import { dbMigrate } from "./commands/db-migrate.js";
import { dbStatus } from "./commands/db-status.js";
import { doctor } from "./commands/doctor.js";
import { explain } from "./commands/explain.js";
import { exportAlbums } from "./commands/export.js";
import { fmt } from "./commands/fmt.js";
import { forget } from "./commands/forget.js";
import { gc } from "./commands/gc.js";
import { history } from "./commands/history.js";
import { init } from "./commands/init.js";
import { ls } from "./commands/ls.js";
import { newAlbum } from "./commands/new-album.js";
import { newSet } from "./commands/new-set.js";
import { plan } from "./commands/plan.js";
import { render } from "./commands/render.js";
import { serve } from "./commands/serve.js";
import { show } from "./commands/show.js";
import { status } from "./commands/status.js";
import { thumbnails } from "./commands/thumbnails.js";
import { unlock } from "./commands/unlock.js";
import { validate } from "./commands/validate.js";
import { verify } from "./commands/verify.js";
import { worker } from "./commands/worker.js";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  init,
  validate,
  fmt,
  plan,
  show,
  apply,
  status,
  thumbnails,
  worker,
  verify,
  gc,
  exportAlbums,
  history,
  unlock,
  forget,
  ls,
  newSet,
  newAlbum,
  collectSetsCommand,
  collect,
  add,
  adopt,
  render,
  dbMigrate,
  dbStatus,
  dbCheck,
  dbCopy,
  dbBackup,
  serve,
  doctor,
  explain,
  completionOf(() => COMMANDS),
];
