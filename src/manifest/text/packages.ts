import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
let yaml: typeof import("yaml") | undefined;
let csv: typeof import("csv-parse/sync") | undefined;

/** The yaml package, loaded when it is first asked for: that takes 40 ms, and most manifests are read without it. */
export function loadYaml(): typeof import("yaml") {
  yaml ??= require("yaml") as typeof import("yaml");
  return yaml;
}

/** The csv-parse package, loaded when it is first asked for: only set templates need it. */
export function loadCsvParse(): typeof import("csv-parse/sync") {
  csv ??= require("csv-parse/sync") as typeof import("csv-parse/sync");
  return csv;
}
