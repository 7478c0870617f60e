// Loaded with `node --import` before a program: writes the peak of its resident memory in MB to PEAK_FILE at its end.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  const file = process.env.PEAK_FILE;
  if (file !== undefined) writeFileSync(file, String(Math.round(process.resourceUsage().maxRSS / 1024)));
});
