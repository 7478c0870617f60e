// Loaded with `node --import` before the program: whenever a part of any file was read, the file that WRITTEN names
// gets longer by a byte, as by a program that still writes it.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const written = process.env.WRITTEN ?? "";
const { readSync, appendFileSync } = fs;
fs.readSync = ((...values: Parameters<typeof readSync>) => {
  const length = readSync(...values);
  if (written !== "") appendFileSync(written, "x");
  return length;
}) as typeof readSync;
syncBuiltinESMExports();
