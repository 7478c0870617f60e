import { type Address, kindOf, nameOf } from "../../model/address.js";
import { filter } from "../../model/lists/sequence.js";
import type { AlbumMember, Observation } from "../../model/observed.js";
import type { Image, Resource } from "../../model/resource.js";
import type { Survey } from "../moves/survey.js";
import { type Adoption, type Adoptions, blockAdoption } from "./adopt.js";
import { type AlbumRows, type MemberMatch, matchMembers, rowsOf } from "./match.js";

/**
 * Looks for images that no filename found among the rows of their albums that others put there: by bytes, then by the file that they
 * were collected from. Returns all admissions, those of before included. `resources`: those without an object, and those in
 * `restored`, whose row was deleted and comes back.
 */
export async function decideMembers(
  resources: Iterable<Resource>,
  restored: ReadonlySet<Address>,
  survey: Survey,
  admissions: Adoptions,
  observation: Observation,
): Promise<Adoptions> {
  const albumRows = listAlbumRows(survey, admissions);
  const asked = new Set<number>();
  const isOpen = createOpenTest(admissions);
  if (albumRows.size > 0)
    for (const resource of resources)
      if (isOpen(resource)) for (const row of rowsOf(resource, albumRows)) asked.add(row);
  if (asked.size === 0) return admissions;
  const members = await observation.findMembers(
    [...asked].sort((a, b) => a - b),
    listTaken(admissions),
  );
  if (members.length === 0) return admissions;
  const showing = new Set(members.flatMap(({ row }) => row.links.map(({ rowId }) => rowId)));
  const images = filter(
    resources,
    (resource): resource is Image =>
      isOpen(resource) && rowsOf(resource, albumRows).some((row) => showing.has(row)),
  );
  const matches = matchMembers(images, members, albumRows);
  const all = new Map(admissions);
  for (const image of images) {
    const match = matches.get(image.address);
    // It had a row of its own beside the one that shows the same picture, and somebody asks for that row.
    if (match?.verdict === "shown" && restored.has(image.address)) continue;
    const admission = decide(image, match, admissions.get(image.address));
    if (admission !== undefined) all.set(image.address, admission);
  }
  return all;
}

/**
 * Row ids of albums that are owned, come back or are adopted, by the address that they will have; of an album that is
 * blocked since several rows could be it all of them, as its images must not be added beside those that they show.
 */
function listAlbumRows(survey: Survey, admissions: Adoptions): AlbumRows {
  const rows = new Map<Address, readonly number[]>();
  for (const { resource, object } of [...survey.matches, ...survey.moves, ...survey.returning])
    if (resource.kind === "album") rows.set(resource.address, [object.rowId]);
  for (const [address, admission] of admissions) {
    if (kindOf(address) !== "album") continue;
    if (admission.verdict === "adopt") rows.set(address, [admission.candidate.row.id]);
    else if (admission.rows !== undefined) rows.set(address, admission.rows);
  }
  return rows;
}

/** Tells images that may still get a row: a row of their filename that shows something else is not theirs. */
function createOpenTest(admissions: Adoptions): (resource: Resource) => resource is Image {
  return (resource): resource is Image => {
    if (resource.kind !== "image") return false;
    const admission = admissions.get(resource.address);
    return (
      admission === undefined ||
      (admission.verdict === "blocked" && admission.blocked.code === "adopt-content-differs")
    );
  };
}

/** Ids of image rows that are adopted already. */
function listTaken(admissions: Adoptions): ReadonlySet<number> {
  return new Set(
    [...admissions].flatMap(([address, admission]) =>
      admission.verdict === "adopt" && kindOf(address) === "image" ? [admission.candidate.row.id] : [],
    ),
  );
}

function decide(
  image: Image,
  match: MemberMatch | undefined,
  before: Adoption | undefined,
): Adoption | undefined {
  if (match === undefined) return before;
  if (match.verdict === "row") {
    if (before !== undefined && match.by !== "bytes") return before;
    const { row, sha256 } = match.member;
    return {
      verdict: "adopt",
      candidate: { address: image.address, matchedBy: match.by, row, owner: null, sha256 },
    };
  }
  if (before !== undefined) return before;
  if (match.verdict === "ambiguous") return blockAmbiguous(image, match);
  return match.verdict === "shown" ? blockShown(image, match) : blockOther(image, match.members);
}

function blockShown(image: Image, { member, taker }: Extract<MemberMatch, { verdict: "shown" }>): Adoption {
  return blockAdoption(
    image,
    "adopt-ambiguous",
    `its album shows the same picture in ${listRows([member])} already, which ${member.owner === undefined ? `${taker} adopts` : `is ${taker}`}`,
    `Write ref: ${nameOf(taker)} in place of the entry, or remove the row from this album.`,
  );
}

function blockAmbiguous(
  image: Image,
  { members, rivals }: Extract<MemberMatch, { verdict: "ambiguous" }>,
): Adoption {
  const others = rivals.length === 0 ? "" : `, and so do ${rivals.join(", ")}`;
  return blockAdoption(
    image,
    "adopt-ambiguous",
    `several candidates match: ${listRows(members)} of its album${others}`,
    rivals.length === 0
      ? "Set source.file of the entry to the filename of the intended row, or remove the other rows from the album."
      : "Set source.file of the entry to the filename of the intended row. If several albums show the picture, declare it once and use ref: in the others.",
  );
}

function blockOther(image: Image, members: readonly AlbumMember[]): Adoption {
  const shown = members.map(({ row, sha256 }) => `row ${row.id} (${row.guard}): ${sha256?.slice(0, 12)}…`);
  return blockAdoption(
    image,
    "adopt-content-differs",
    `a row of its album has the name of its source, but file_path has other bytes: ${shown.join(", ")}`,
    "If it is the same picture, correct the row's file_path. If it is a different picture, correct source.file of the entry, or remove the row from the album.",
  );
}

function listRows(members: readonly AlbumMember[]): string {
  return members.map(({ row }) => `row ${row.id} (${row.guard})`).join(" or ");
}
