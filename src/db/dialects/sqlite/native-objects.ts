import type { Database } from "better-sqlite3";

/**
 * On Node 24 and later the driver's 12 line aborts the process when the garbage collector takes one of its objects at a
 * moment without a JavaScript context (WiseLibs/better-sqlite3#1515). Its 13 line, which fixes that, needs Node 22. So
 * there, objects of the driver live as long as the process; Node itself ends them in good order.
 */
const MUST_STAY = Number(process.versions.node.split(".")[0]) >= 24;
const kept: unknown[] = [];

/** Keeps an object of the driver from the garbage collector where that is needed. */
export function keepNative<T>(object: T): T {
  if (MUST_STAY) kept.push(object);
  return object;
}

/** Makes a connection keep its statements too. */
export function keepStatements(connection: Database): void {
  if (!MUST_STAY) return;
  keepNative(connection);
  const prepare = connection.prepare.bind(connection);
  connection.prepare = ((sql: string) => keepNative(prepare(sql))) as Database["prepare"];
}
