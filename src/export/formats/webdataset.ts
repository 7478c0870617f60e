import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { flushSync } from "../../files/flush.js";
import { namingFile } from "../../files/write-error.js";
import { nameOf } from "../../model/address.js";
import { StemNames } from "./names.js";
import { describeSample, type SampleWriter } from "./sample.js";
import { TAR_END, tarEntry } from "./tar.js";

/** `shard-000000.tar` …, each picture with `.txt` and `.json` beside it under one key without dots. */
export function createWebDatasetWriter(dir: string, shardImages: number): SampleWriter {
  const names = new StemNames();
  let count = 0;
  const shardOf = (index: number): string => join(dir, `shard-${pad(Math.floor(index / shardImages))}.tar`);
  return {
    add(sample) {
      if (count > 0 && count % shardImages === 0) close(shardOf(count - 1));
      const key = `${pad(count)}_${names.choose(nameOf(sample.image.address))}`;
      const parts = [
        tarEntry(`${key}.${sample.extension}`, sample.bytes),
        tarEntry(`${key}.json`, Buffer.from(JSON.stringify(describeSample(sample)))),
        tarEntry(`${key}.txt`, Buffer.from(sample.caption)),
      ];
      append(shardOf(count), Buffer.concat(parts));
      count++;
    },
    finish() {
      if (count > 0) close(shardOf(count - 1));
    },
  };
}

function close(shard: string): void {
  append(shard, TAR_END);
  namingFile(shard, () => flushSync(shard));
}

function append(shard: string, content: Uint8Array): void {
  namingFile(shard, () => appendFileSync(shard, content));
}

function pad(index: number): string {
  return String(index).padStart(6, "0");
}
