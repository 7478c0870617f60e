/** Diagnostic codes of the previous release by the name that they have now; `sync explain` takes both until the next one. */
export const RENAMED_CODES: ReadonlyMap<string, string> = new Map([
  ["adopt-other-bytes", "adopt-content-differs"],
  ["album-type", "album-type-unknown"],
  ["database-newer-backend", "database-moved"],
  ["foreign-uses", "foreign-rows"],
  ["marks-lost", "dirty-tracking-lost"],
  ["pixels-differ", "dimensions-differ"],
  ["plan-unexpected", "plan-id-differs"],
  ["reverse-gone", "reverse-object-missing"],
  ["reverse-taken", "reverse-name-in-use"],
  ["set-doubled", "set-item-duplicate"],
]);
