// Loaded before each test file on Node 24 and later, where the driver's objects must not be collected; see
// docs/decisions/0008-native-objects-on-node-24.md. The product keeps its own; this is for tests that open files themselves.
import Database from "better-sqlite3";

type Native = { prepare: (...args: unknown[]) => unknown };

const kept: unknown[] = [];
const probe = new Database(":memory:");
const [key] = Object.getOwnPropertySymbols(probe).filter(
  (symbol) => typeof (probe as unknown as Record<symbol, Native>)[symbol]?.prepare === "function",
);
if (key === undefined) throw new Error("better-sqlite3 keeps its native object elsewhere now");
const native = (probe as unknown as Record<symbol, Native>)[key] as Native;
const shared = Object.getPrototypeOf(native) as Native;
const prepare = shared.prepare;
shared.prepare = function keep(this: Native, ...args: unknown[]): unknown {
  const statement = prepare.apply(this, args);
  kept.push(this, statement);
  return statement;
};
probe.close();
kept.push(native);
