/** Columns of our own tables that this program reads or writes, by table, with the schema version that brought the table. */
export const OWN_TABLES: {
  readonly [table: string]: { readonly since: number; readonly columns: readonly string[] };
} = {
  sync_migrations: { since: 1, columns: ["number", "name", "applied_at"] },
  sync_meta: { since: 4, columns: ["name", "value"] },
  sync_objects: {
    since: 4,
    columns: [
      "estate",
      "address",
      "kind",
      "row_id",
      "guard",
      "manifest",
      "state",
      "protect",
      "moved_from",
      "run",
      "sha256",
      "fields",
    ],
  },
  sync_runs: {
    since: 4,
    columns: [
      "id",
      "estate",
      "command",
      "plan_id",
      "who",
      "host",
      "git_commit",
      "served_from",
      "started_at",
      "finished_at",
      "state",
      "rows_written",
      "summary",
    ],
  },
  sync_changes: { since: 4, columns: ["id", "run", "address", "action", "before", "after"] },
  sync_thumbnails: {
    since: 4,
    columns: [
      "image_id",
      "estate",
      "guard",
      "sha256",
      "recipe",
      "state",
      "error",
      "recorded_at",
      "claimed_until",
    ],
  },
  sync_lock: { since: 5, columns: ["slot", "id", "who", "host", "operation", "since", "expires"] },
  sync_manifests: {
    since: 6,
    columns: ["estate", "file", "sha256", "used", "digest", "shape", "longest", "thumbnails"],
  },
  sync_refs: { since: 6, columns: ["estate", "file", "role", "key", "address"] },
  sync_dirty: { since: 6, columns: ["mark", "table_name", "row_id"] },
  sync_watch: { since: 6, columns: ["table_name", "row_count", "max_id", "definition"] },
};

/** Columns that later migrations added to these tables, with the schema version that brought each. */
const ADDED: readonly { readonly table: string; readonly column: string; readonly since: number }[] = [
  { table: "sync_thumbnails", column: "file_sha256", since: 8 },
];

/** The columns that our tables have in a schema version, where they exist. */
export function ownColumnsOf(version: number): { readonly [table: string]: readonly string[] } {
  return Object.fromEntries(
    Object.entries(OWN_TABLES).map(([table, { columns }]) => {
      const added = ADDED.filter((one) => one.table === table && one.since <= version);
      return [table, [...columns, ...added.map(({ column }) => column)]];
    }),
  );
}
