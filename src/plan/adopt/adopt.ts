import { type Address, nameOf } from "../../model/address.js";
import type { Blocked } from "../../model/change.js";
import type { Sequence } from "../../model/lists/sequence.js";
import type { Candidate, CandidateQuery, Observation } from "../../model/observed.js";
import type { Resource } from "../../model/resource.js";

/** How to handle a resource without an object: adopt a row, or block. Undefined: create it. */
export type Adoption = { readonly verdict: "adopt"; readonly candidate: Candidate } | Refusal;

/** An adoption that is refused. */
interface Refusal {
  readonly verdict: "blocked";
  readonly blocked: Blocked;
  /** Ids of the rows that can't be told apart. */
  readonly rows?: readonly number[];
}

/** How to handle resources without an object, by address. Resources that are not listed are created. */
export type Adoptions = ReadonlyMap<Address, Adoption>;

/** Looks for rows to adopt; no row is adopted twice. `leaving`: objects that move away and free their filename. */
export async function decideAdoptions(
  resources: Sequence<Resource>,
  observation: Observation,
  estate: string,
  leaving: ReadonlySet<Address>,
): Promise<Adoptions> {
  const found = new Map<string, Candidate[]>();
  for (let start = 0; start < resources.length; start += BATCH) {
    for (const candidate of await observation.findCandidates(describeQueries(resources, start))) {
      if (candidate.owner?.estate === estate && leaving.has(candidate.owner.address)) continue;
      const list = found.get(candidate.address);
      if (list === undefined) found.set(candidate.address, [candidate]);
      else list.push(candidate);
    }
  }
  const admissions = new Map<Address, Adoption>();
  if (found.size === 0) return admissions;
  const taken = new Map<string, string>();
  for (const resource of resources) {
    const candidates = found.get(resource.address);
    const admission = candidates && decide(resource, candidates, estate);
    if (admission !== undefined) admissions.set(resource.address, allowOnce(resource, admission, taken));
  }
  return admissions;
}

/** `taken`: by row, who takes it over. */
function allowOnce(resource: Resource, admission: Adoption, taken: Map<string, Address>): Adoption {
  if (admission.verdict !== "adopt") return admission;
  const row = `${resource.kind === "image" ? "image" : "album"} ${admission.candidate.row.id}`;
  const rival = taken.get(row);
  if (rival !== undefined)
    return blockAdoption(resource, "adopt-ambiguous", `${rival} already adopts row ${row}`, NAME_IT);
  taken.set(row, resource.address);
  return admission;
}

const NAME_IT = "Name the intended row with adopts:, or rename the other rows in the database.";

/** How many rows are looked for at once. */
const BATCH = 10_000;

/** Lazy, since an empty database asks none of them. */
function* describeQueries(resources: Sequence<Resource>, start: number): Generator<CandidateQuery> {
  const end = Math.min(start + BATCH, resources.length);
  for (let place = start; place < end; place++) yield describeQuery(resources.at(place) as Resource);
}

/** The question for rows that a resource may adopt. */
export function describeQuery(resource: Resource): CandidateQuery {
  const { address, kind } = resource;
  if (kind === "image") return { address, kind, filenames: resource.filenames };
  return {
    address,
    kind,
    slug: nameOf(address),
    ...(resource.adopts === undefined ? {} : { adopts: resource.adopts }),
    ...(typeof resource.fields.name === "string" ? { name: resource.fields.name } : {}),
  };
}

function decide(resource: Resource, candidates: readonly Candidate[], estate: string): Adoption | undefined {
  // A name may occur twice, also in two estates. Only a match of one specific row is an attempt to adopt it.
  const foreign = candidates.find(
    ({ owner, matchedBy }) => owner !== null && owner.estate !== estate && matchedBy !== "name",
  );
  if (foreign?.owner) {
    const text = `row ${foreign.row.id} belongs to ${foreign.owner.address} of estate ${foreign.owner.estate}`;
    return blockAdoption(
      resource,
      "adopt-owned-elsewhere",
      text,
      "Remove the entry from one of the two estates.",
    );
  }
  const own = candidates.find(({ owner }) => owner !== null);
  if (own?.owner && resource.kind === "image") {
    const text = `filename ${resource.filenames[0]} is in use by ${own.owner.address} (row ${own.row.id})`;
    return blockAdoption(resource, "filename-taken", text, "Rename one of the two files.");
  }
  const free = candidates.filter(({ owner }) => owner === null);
  if (free.length === 0) return undefined;
  if (free.length > 1) {
    const rows = free.map(({ row, matchedBy }) => `row ${row.id} (by ${matchedBy})`).join(", ");
    const text = `several rows match: ${rows}`;
    const refused = blockAdoption(resource, "adopt-ambiguous", text, NAME_IT);
    return { ...refused, rows: free.map(({ row }) => row.id) };
  }
  return decideOne(resource, free[0] as Candidate);
}

function decideOne(resource: Resource, candidate: Candidate): Adoption {
  const { sha256, row } = candidate;
  if (sha256 !== null && sha256 !== resource.fields.sha256) {
    const text = `row ${row.id} (${row.guard}) shows other bytes: ${sha256.slice(0, 12)}… at its file_path`;
    return blockAdoption(
      resource,
      "adopt-content-differs",
      text,
      "Rename the file in the manifest, or correct the row's file_path.",
    );
  }
  return { verdict: "adopt", candidate };
}

/** A refusal of this code; nothing of the resource is written. */
export function blockAdoption(resource: Resource, code: string, reason: string, help: string): Refusal {
  const { address, kind, origin } = resource;
  return {
    verdict: "blocked",
    blocked: { address, kind, code, reason, help, source: origin.source },
  };
}
