import { isUtf8 } from "node:buffer";
import { join } from "node:path";
import { decodeName } from "../files/byte-names.js";
import { describeReadError } from "../files/system-error.js";
import { walk } from "../files/walk.js";
import { ROOT_MARKER } from "../manifest/check/assets.js";
import { compareText } from "../model/text-order.js";
import type { VerifyFinding } from "./verify-finding.js";

const SYSTEM = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\.git(?:keep|ignore|attributes))$/i;

/**
 * The files under an asset root that no manifest declares and that are not sidecars of declared images, ascending.
 * `files`: declared paths relative to the root; `prefix`: the prefix of names of this root. Paths for which `isOurs`
 * returns true are skipped; links are not followed.
 */
export function findUndeclared(
  root: string,
  prefix: string,
  files: ReadonlySet<string>,
  isOurs: (path: string) => boolean,
): readonly VerifyFinding[] {
  const stems = new Set(Array.from(files, (file) => file.replace(/\.[^./]*$/, "")));
  const isKnown = (file: string): boolean => {
    if (files.has(file)) return true;
    const owner = /^(.*)\.(?:json|txt)$/i.exec(file)?.[1];
    return owner !== undefined && (files.has(owner) || stems.has(owner));
  };
  const leadsToDeclared = (link: string): boolean => {
    for (const file of files) if (file.startsWith(`${link}/`)) return true;
    return false;
  };
  const enters = (raw: Buffer): boolean => !isOurs(join(root, raw.toString()));
  const findings: VerifyFinding[] = [];
  for (const entry of walk(Buffer.from(root), { enters })) {
    const { raw, kind } = entry;
    if (kind === "folder") continue;
    const file = raw.toString();
    if (kind === "unreadable")
      findings.push(describe(prefix + decodeName(raw), describeReadError(entry.code, "folder"), FIX));
    else if (isUtf8(raw) && (isKnown(file) || (kind === "link" && leadsToDeclared(file)))) continue;
    else if (!isOurs(join(root, file)) && !isSystem(file))
      findings.push(describe(prefix + decodeName(raw), WORDS[kind], DECLARE));
  }
  return findings.sort((a, b) => compareText(a.summary, b.summary));
}

function isSystem(file: string): boolean {
  return file === ROOT_MARKER || SYSTEM.test(file.slice(file.lastIndexOf("/") + 1));
}

const FIX = "Change its permissions.";
const DECLARE = "Declare it, or move it out of the asset root.";

const WORDS = {
  file: "is not declared in a manifest and belongs to no declared image",
  link: "is a symbolic link that no manifest declares",
  special: "is not a regular file",
};

function describe(name: string, what: string, help: string): VerifyFinding {
  return { severity: "error", code: "file-undeclared", summary: `${name} ${what}`, help };
}
