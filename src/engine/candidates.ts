import { formatAddress } from "../model/address.js";
import { loadSettings, type ProjectRequest } from "./project/project.js";

/** What a shell may offer: slugs of set templates or albums, or addresses of all objects. */
export const CANDIDATE_KINDS = ["templates", "albums", "addresses"] as const;
export type CandidateKind = (typeof CANDIDATE_KINDS)[number];

/** What a person who waits for an answer to a key bears. */
const MOST_MS = 1_000;
const MOST_CANDIDATES = 1_000;

/**
 * Names of the manifests that begin with `prefix`, ascending, as many as are found within a second. Manifests that can't be
 * read are passed over; the database is not opened.
 */
export async function listCandidates(
  request: ProjectRequest,
  kind: CandidateKind,
  prefix: string,
): Promise<readonly string[]> {
  const { settings } = await loadSettings(request);
  if (settings === undefined) return [];
  const [{ listManifests }, { readManifest }, { openProjectFiles }] = await Promise.all([
    import("../manifest/read/discover.js"),
    import("../manifest/read/read.js"),
    import("../manifest/text/project-files.js"),
  ]);
  const files = openProjectFiles(settings);
  const ignore = () => {};
  const ends = performance.now() + MOST_MS;
  const found = new Set<string>();
  const offer = (name: string): void => {
    // A shell reads one name a line.
    if (found.size < MOST_CANDIDATES && name.startsWith(prefix) && !/\p{Cc}/u.test(name)) found.add(name);
  };
  for (const file of listManifests(settings, files.show, ignore)) {
    if (performance.now() > ends || found.size >= MOST_CANDIDATES) break;
    const manifest = readManifest(file, files, ignore);
    if (manifest.kind === "broken") continue;
    const { slug } = manifest.declared;
    if (kind === "addresses") {
      offer(formatAddress(manifest.kind, slug));
      if (manifest.kind === "album")
        for (const { value } of manifest.images)
          if ("file" in value) offer(formatAddress("image", value.file));
    } else if (manifest.kind === (kind === "albums" ? "album" : "set-template")) offer(slug);
  }
  return [...found].sort();
}
