import { checkFilePath } from "../manifest/read/file-path.js";
import { formatAddress, type Kind, parseAddress } from "../model/address.js";

const WORDS = "[a-z0-9]+(-[a-z0-9]+)*";
const SLUGS = {
  "set-template": new RegExp(`^${WORDS}$`),
  album: new RegExp(`^${WORDS}(/${WORDS})*$`),
};
const LONGEST_SLUG = 255;

/** Why an address is none that a manifest can declare, in a few words; undefined when it is one. */
export function findAddressFault(address: string, kind?: Kind): string | undefined {
  const parsed = parseAddress(address);
  if (parsed === undefined || formatAddress(parsed.kind, parsed.name) !== address) return "it is no address";
  if (kind !== undefined && parsed.kind !== kind) return `it is no address of kind ${kind}`;
  if (parsed.kind === "image") return describePath(parsed.name);
  const isSlug = parsed.name.length <= LONGEST_SLUG && SLUGS[parsed.kind].test(parsed.name);
  return isSlug ? undefined : "it has no slug that a manifest can declare";
}

function describePath(file: string): string | undefined {
  if (file === "") return "its path is empty";
  const problem = checkFilePath(file, 0);
  return problem && problem.summary.charAt(0).toLowerCase() + problem.summary.slice(1);
}
