// Peer of verify: reads, hashes and decodes every picture of a folder, one thread for each processor. Arguments: the folder,
// extension of the pictures.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import sharp from "sharp";

if (isMainThread) {
  const [source, extension] = process.argv.slice(2) as [string, string];
  const files = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(`.${extension}`))
    .map((name) => join(source, name));
  const threads = availableParallelism();
  const share = Math.ceil(files.length / threads);
  for (let thread = 0; thread < threads; thread++)
    new Worker(new URL(import.meta.url), {
      workerData: files.slice(thread * share, (thread + 1) * share),
    });
} else {
  sharp.cache(false);
  sharp.concurrency(1);
  for (const file of workerData as readonly string[]) {
    const bytes = readFileSync(file);
    createHash("sha256").update(bytes).digest("hex");
    await sharp(bytes).raw().toBuffer();
  }
}
