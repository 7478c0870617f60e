import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { drawBands } from "./png-file.js";
import { formatSidecar, type Sidecar } from "./sidecar.js";

/** A picture of the replica and what lies beside it. */
export interface ReplicaImage {
  /** Path below the tree's folder, without extension. */
  readonly stem: string;
  readonly width: number;
  readonly height: number;
  readonly sidecar?: Sidecar;
  readonly log?: string;
  /** False for a sidecar whose picture is gone. */
  readonly drawn?: boolean;
}

/** Writes a picture with its sidecar and log. */
export function writeImage(
  dir: string,
  { stem, width, height, sidecar, log, drawn = true }: ReplicaImage,
): void {
  if (drawn) writeTo(join(dir, `${stem}.png`), drawBands(stem, width, height));
  if (sidecar !== undefined) writeTo(join(dir, `${stem}.json`), formatSidecar(sidecar));
  if (log !== undefined) writeTo(join(dir, `${stem}.log`), log);
}

/** Writes a file and the folders above it. */
export function writeTo(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
