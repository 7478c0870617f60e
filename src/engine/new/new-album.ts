import { join } from "node:path";
import { draftAlbum } from "../../scaffold/album-draft.js";
import { type Project, readEstate } from "../project/project.js";
import { findSchemas } from "../project/schemas.js";
import { findTemplate } from "../render/render.js";
import { readNewName, refuseDeclared } from "./new-name.js";
import { type NewObject, placeDraft } from "./place-draft.js";

/** A new album. */
interface NewAlbumOptions {
  readonly name: string;
  readonly type: string;
  /** Slug of the set template that its images show. */
  readonly template: string | undefined;
  readonly isPublic: boolean;
  readonly dryRun: boolean;
}

/** Makes the manifest of an album without images. Throws a failure for a bad or taken name and an unknown template. */
export async function makeAlbum(project: Project, options: NewAlbumOptions): Promise<NewObject> {
  const { settings } = project;
  const { template, dryRun } = options;
  const { slug, name } = readNewName("album", options.name);
  const estate = await readEstate(project);
  refuseDeclared(estate, "album", slug);
  if (template !== undefined) findTemplate(estate, template);
  const manifest = join(settings.manifestDirs[0] as string, "albums", ...`${slug}.yaml`.split("/"));
  const schemas = findSchemas(settings.projectDir);
  const texts = draftAlbum({ ...options, slug, name, manifest, schemas });
  return { slug, files: await placeDraft(settings, texts, dryRun), conversions: [], dryRun };
}
