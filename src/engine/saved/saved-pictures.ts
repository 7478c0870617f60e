import type { Change } from "../../model/change.js";
import type { DesiredEstate, Settings } from "../../model/estate.js";
import { filter } from "../../model/lists/sequence.js";
import type { Plan } from "../../model/plan.js";
import { isImage, type Resource } from "../../model/resource.js";
import { count } from "../../model/words.js";
import type { HtmlFacts } from "../../report/html/html.js";
import { type HiddenImages, hideImages, makePreviews, readHiddenImages } from "../plan/plan-pictures.js";
import { withDatabase } from "../project/database.js";
import { loadSettings, type ProjectRequest } from "../project/project.js";
import { readVersion } from "../project/version.js";

/**
 * What the HTML report of a saved plan shows beside it, from the checkout that it is shown in. Contact sheets need the
 * manifests of the plan, a picture needs the bytes that the plan or those manifests name. Remarks say what is missing.
 */
export async function loadSavedPictures(plan: Plan, request: ProjectRequest): Promise<HtmlFacts> {
  const { settings } = await loadSettings(request);
  if (settings === undefined || settings.estate !== plan.estate)
    return withoutPictures("This was not made in a checkout of the estate, so there are no pictures.");
  const estate = await readDeclared(settings);
  const unlike = countUnlike(plan, estate);
  const resources = unlike === 0 ? (estate?.resources ?? []) : [];
  const images = filter(resources, isImage);
  const digests = new Map(images.map(({ address, fields }) => [address, fields.sha256 as string]));
  const marks = await readPlannedHidden(plan, settings);
  const isMarked = hideImages(images, marks);
  const taken = await makePreviews(plan, {
    settings,
    digestOf: (change) => plannedDigest(change) ?? digests.get(change.address) ?? null,
    isHidden: (change) => isMarked(change) || (marks === undefined && change.action !== "create"),
  });
  const remarks = [
    unlike === 0
      ? "Pictures and contact sheets are from a checkout with the manifests of this plan."
      : `This checkout differs from the plan in ${count(unlike, "manifest")}: there are no contact sheets, and pictures only of bytes that the plan names.`,
    ...(marks === undefined
      ? ["The database of the plan is not at hand: what it may have marked nsfw is shown as coarse squares."]
      : []),
    ...(taken.remarks ?? []),
  ];
  return { resources, ...taken, remarks };
}

/** What the manifests of a saved plan declare, from the checkout that it is shown in; none where that is another. */
export async function loadSavedResources(plan: Plan, request: ProjectRequest): Promise<Iterable<Resource>> {
  const { settings } = await loadSettings(request);
  if (settings === undefined || settings.estate !== plan.estate) return [];
  const estate = await readDeclared(settings);
  return estate === undefined || countUnlike(plan, estate) > 0 ? [] : estate.resources;
}

function withoutPictures(remark: string): HtmlFacts {
  return { resources: [], pictures: new Map(), leftOut: 0, remarks: [remark] };
}

async function readDeclared(settings: Settings): Promise<DesiredEstate | undefined> {
  const { loadEstate } = await import("../../manifest/load/load.js");
  return loadEstate(settings, { baseline: null, program: readVersion() }).estate;
}

/** How many manifests differ from those of the plan, in bytes or by being there; invalid ones make all of them differ. */
function countUnlike(plan: Plan, estate: DesiredEstate | undefined): number {
  const found = new Map(estate?.manifests.map(({ file, sha256 }) => [file, sha256]));
  const different = plan.manifests.filter(({ file, sha256 }) => found.get(file) !== sha256).length;
  const planned = new Set(plan.manifests.map(({ file }) => file));
  return different + [...found.keys()].filter((file) => !planned.has(file)).length;
}

function plannedDigest(change: Change): string | undefined {
  const digest = "after" in change ? change.after.sha256 : undefined;
  return typeof digest === "string" ? digest : undefined;
}

/** Undefined when the database here is not that of the plan. */
async function readPlannedHidden({ base }: Plan, settings: Settings): Promise<HiddenImages | undefined> {
  const { readState } = await import("../../db/schema/state.js");
  const { DatabaseProblem } = await import("../../db/connection/problem.js");
  try {
    const { id } = await withDatabase(settings, "read", readState, { identity: "any" });
    return id === base.database ? await readHiddenImages(settings) : undefined;
  } catch (error) {
    if (error instanceof DatabaseProblem) return undefined;
    throw error;
  }
}
