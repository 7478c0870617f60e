import type { AlbumFilter, ImageFilter, TemplateFilter } from "../db/read/filters.js";
import {
  type ListedAlbum,
  type ListedImage,
  type ListedTemplate,
  listAlbums,
  listImages,
  listTemplates,
} from "../db/read/list.js";
import { type ItemFilter, type ListedItem, listItems } from "./list-items.js";
import { reportPrivateCopy, withDatabase } from "./project/database.js";
import type { Project } from "./project/project.js";

/** What can be listed, with the conditions that each understands. */
export interface Filters {
  readonly albums: AlbumFilter;
  readonly templates: TemplateFilter;
  readonly images: ImageFilter;
  readonly items: ItemFilter;
}

/** What is to be listed; all of its conditions must hold. */
export type ListRequest = {
  [N in keyof Filters]: { readonly noun: N; readonly filter: Filters[N] };
}[keyof Filters];

/** Rows with what they are. */
export type List =
  | { readonly noun: "albums"; readonly rows: readonly ListedAlbum[] }
  | { readonly noun: "templates"; readonly rows: readonly ListedTemplate[] }
  | { readonly noun: "images"; readonly rows: readonly ListedImage[] }
  | { readonly noun: "items"; readonly rows: readonly ListedItem[] };

/** Rows of the database, everybody's; items as the manifests declare them. */
export async function listRows(project: Project, request: ListRequest): Promise<List> {
  if (request.noun === "items") return { noun: "items", rows: await listItems(project, request.filter) };
  const { settings, ports } = project;
  const { noun, filter } = request;
  const { estate } = settings;
  return withDatabase(settings, "read", async (handle): Promise<List> => {
    reportPrivateCopy(handle, ports);
    switch (noun) {
      case "albums":
        return { noun, rows: await listAlbums(handle, estate, filter) };
      case "templates":
        return { noun, rows: await listTemplates(handle, estate, filter) };
      case "images":
        return { noun, rows: await listImages(handle, estate, filter) };
    }
  });
}
