import type { Session } from "../../connection/session.js";
import type { Migration } from "./migration.js";

/** Name of the migration that fills images.seed. */
export const SEEDS = "007-seeds";

/** Gives rows that we own the seeds beyond 2147483647 that earlier versions left to the record, up to 64 bits. */
export const seeds: Migration = {
  number: 7,
  name: SEEDS,
  async run(_trx, { session }) {
    if (session.dialect.keepsBigSeeds) fillSeeds(session);
  },
};

/** Seeds of owned images with their rows; a text that is not the same as an integer again has no room in the column. */
const DECLARED = `SELECT o.row_id, o.guard, CAST(o.seed AS INTEGER) AS seed
  FROM (SELECT row_id, guard, json_extract(CASE WHEN json_valid(fields) THEN fields END, '$.seed') AS seed
    FROM sync_objects WHERE kind = 'image' AND state = 'owned') o
  WHERE typeof(o.seed) = 'text' AND CAST(CAST(o.seed AS INTEGER) AS TEXT) = o.seed`;

function fillSeeds(session: Session): void {
  session.dialect.tracking.writeUntracked(session, () =>
    session.run(`UPDATE images SET seed = d.seed FROM (${DECLARED}) d
      WHERE images.id = d.row_id AND images.filename = d.guard AND images.seed IS NULL`),
  );
  // What others left beside a seed that now has room there is compared from now on, so the next plan must look at it.
  session.run(`INSERT INTO sync_dirty (table_name, row_id) SELECT 'images', x.id FROM images x JOIN (${DECLARED}) d
      ON x.id = d.row_id AND x.filename = d.guard WHERE x.seed IS DISTINCT FROM d.seed
      AND NOT EXISTS (SELECT 1 FROM sync_dirty m WHERE m.table_name = 'images' AND m.row_id = x.id)`);
}
