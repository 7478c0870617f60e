import type { Catalog, CatalogAlbum, ImagePage } from "../../engine/browse/catalog.js";

type ImageRow = ImagePage["rows"][number];
/** Cells of an album row by column; a row that is not there yet has no id. */
export type AlbumCells = Partial<Awaited<ReturnType<Catalog["findAlbumCells"]>>[number]>;

const MOST_PREVIEWED = 5;

/** An album row with what the backend counts. */
export function describeAlbum(cells: AlbumCells, images: number, slug: string | null): object {
  const items = listIn(cells.csv_data);
  return {
    id: cells.id,
    name: String(cells.name),
    description: textOf(cells.description),
    album_type: textOf(cells.album_type),
    is_public: cells.is_public === 1,
    is_training_source: cells.is_training_source === 1,
    is_set_template: cells.is_set_template === 1,
    csv_data: textOf(cells.csv_data),
    base_prompt: textOf(cells.base_prompt),
    prompt_template: textOf(cells.prompt_template),
    style_suffix: textOf(cells.style_suffix),
    example_theme: textOf(cells.example_theme),
    lora_config: textOf(cells.lora_config),
    generation_config: textOf(cells.generation_config),
    image_count: images,
    template_item_count: items.length,
    template_items_preview: items.slice(0, MOST_PREVIEWED),
    lora_count: listIn(cells.lora_config).length,
    slug,
    created_at: timeOf(cells.created_at),
    updated_at: timeOf(cells.updated_at),
  };
}

/** Albums and set templates as the backend lists them. `rows`: as the catalog has them. */
export async function describeAlbums(
  catalog: Catalog,
  rows: readonly Pick<CatalogAlbum, "id" | "entry">[],
): Promise<readonly object[]> {
  const cells = await catalog.findAlbumCells(rows.map(({ id }) => id));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const counts = new Map((await catalog.listAlbums({})).map(({ id, images }) => [id, images]));
  return cells.map((one) => {
    const id = Number(one.id);
    return describeAlbum(one, counts.get(id) ?? 0, byId.get(id)?.entry.slug ?? null);
  });
}

/** An image row with its labels. */
export function describeImage(row: ImageRow): object {
  return {
    id: row.id,
    filename: row.filename,
    prompt: row.prompt,
    negative_prompt: row.negativePrompt,
    seed: row.seed === null || !Number.isSafeInteger(Number(row.seed)) ? row.seed : Number(row.seed),
    steps: row.steps,
    guidance_scale: row.guidanceScale,
    width: row.width,
    height: row.height,
    lora_config: row.loras,
    is_nsfw: row.isNsfw,
    is_public: row.isPublic,
    thumbnail_url: `/api/images/${row.id}/thumbnail`,
    download_url: `/api/images/${row.id}/file`,
    labels: row.labels.map(({ id, text, type, confidence, sourceModel, createdAt }) => ({
      id,
      label_text: text,
      label_type: type,
      confidence,
      source_model: sourceModel,
      created_at: timeOf(createdAt),
    })),
    created_at: timeOf(row.createdAt),
    updated_at: timeOf(row.updatedAt),
  };
}

function textOf(cell: unknown): string | null {
  return cell === null || cell === undefined ? null : String(cell);
}

/** As Python writes a time: with a T, and without microseconds where there are none. */
function timeOf(cell: unknown): string | null {
  return textOf(cell)?.replace(" ", "T").replace(/\.0+$/, "") ?? null;
}

function listIn(cell: unknown): readonly unknown[] {
  if (typeof cell !== "string") return [];
  try {
    const value: unknown = JSON.parse(cell);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
