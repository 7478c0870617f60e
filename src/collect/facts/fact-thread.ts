import { workerData } from "node:worker_threads";
import { serve } from "../../threads/serve.js";
import type { FileStamp } from "../source/file-stamp.js";
import type { Scratch } from "../source/read-bytes.js";
import { derivePlainFacts } from "./derive-facts.js";
import type { SentFacts, SentSettings, SentSource } from "./fact-threads.js";

// A thread of FactThreads.
const { templates, timeZone, limits } = workerData as SentSettings;
const scratch: Scratch = { buffer: Buffer.alloc(0) };

serve((sources: readonly SentSource[]): readonly (SentFacts | null)[] => sources.map(read));

function read({ picture, sidecar, template, ...source }: SentSource): SentFacts | null {
  const stamps: string[] = [];
  const derived = derivePlainFacts(
    {
      ...source,
      picture: Buffer.from(picture, "latin1"),
      sidecar: sidecar === null ? null : Buffer.from(sidecar, "latin1"),
      template: templates[template],
      timeZone,
      limits,
    },
    { scratch, noteStamp: ({ text }: FileStamp) => void stamps.push(text) },
  );
  return derived === undefined ? null : { text: JSON.stringify(derived), stamps };
}
