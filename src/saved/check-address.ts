import { checkFilePath } from "../manifest/read/file-path.js";
import { formatAddress, type Kind, parseAddress } from "../model/address.js";

const WORDS = "[a-z0-9]+(-[a-z0-9]+)*";
const SLUGS = {
  "set-template": new RegExp(`^${WORDS}$`),
  album: new RegExp(`^${WORDS}(/${WORDS})*$`),
};
const LONGEST_SLUG = 255;

/** Why no manifest can declare this address, in a few words; undefined when one can. */
export function findAddressFault(address: string, kind?: Kind): string | undefined {
  const parsed = parseAddress(address);
  if (parsed === undefined || formatAddress(parsed.kind, parsed.name) !== address)
    return "it is not an address";
  if (kind !== undefined && parsed.kind !== kind) return `it is not an address of kind ${kind}`;
  if (parsed.kind === "image") return describePath(parsed.name);
  const isSlug = parsed.name.length <= LONGEST_SLUG && SLUGS[parsed.kind].test(parsed.name);
  return isSlug ? undefined : "a manifest can't declare its slug";
}

function describePath(file: string): string | undefined {
  if (file === "") return "its path is empty";
  const problem = checkFilePath(file, 0);
  return problem && problem.summary.charAt(0).toLowerCase() + problem.summary.slice(1);
}
