// Loaded with `node --import` before the program: writes every statement that it prepares to STATEMENTS_FILE, one a line as
// JSON. The program itself knows nothing of this.
import { appendFileSync } from "node:fs";
import Database from "better-sqlite3";

const { STATEMENTS_FILE } = process.env;
const { prepare } = Database.prototype;
const statements = new Set<string>();

Database.prototype.prepare = function (this: Database.Database, sql: string) {
  statements.add(sql);
  return prepare.call(this, sql);
} as typeof prepare;

process.on("exit", () => {
  if (STATEMENTS_FILE === undefined) return;
  appendFileSync(STATEMENTS_FILE, [...statements].map((sql) => `${JSON.stringify(sql)}\n`).join(""));
});
