export type SqlValue = string | number | bigint | Buffer | null;
export type SqlRow = { readonly [column: string]: SqlValue };

const MADE = "2025-10-13 21:35:33.481220";

/** Rows as the backend and its users leave them; columns that a generation lacks are left out. */
export const ROWS: { readonly [table: string]: readonly SqlRow[] } = {
  albums: [
    album(1, "card_deck_20251013_213519", { album_type: "set_generation", generation_config: "{}" }),
    album(2, "Zodiac 20251013 204136", {
      album_type: "zodiac",
      is_public: null,
      description: "Twölf Zeichen ✨",
    }),
    album(3, "Uploads", { album_type: "upload", created_by: "ana@example.org", is_public: 0 }),
    album(4, "Old deck recipe", {
      album_type: "set",
      is_set_template: 1,
      csv_data: '[{"value": "Ace", "suit": "Spades"}]',
      generation_config: '{"width": 512, "guidance_scale": 7.0, "seed": 9007199254740993}',
      lora_config: '[{"path": "a.safetensors", "weight": 0.5}]',
    }),
    album(5, "Broken", { generation_config: "[1, 2", created_at: null }),
  ],
  images: [
    image(1, "card_deck_20251013_213519__ace.png", { seed: 42, prompt: "Ace of Spades" }),
    image(2, "card_deck_20251013_213519__two.png", { seed: 9007199254740993n, lora_config: '{"path": "x"}' }),
    image(3, "upload-1.jpg", { thumbnail_path: null, is_public: null, width: null, height: null }),
    image(7, "zodiac__leo.png", { created_at: "2025-10-13T20:41:36Z", is_nsfw: 1 }),
  ],
  labels: [
    label(1, 1, "spades", "tag", "ana@example.org"),
    label(2, 1, "a caption", "caption", null),
    label(5, 3, "portrait", "manual", "bo@example.org"),
  ],
  album_images: [
    link(1, 1, 2, null),
    link(2, 1, 1, null),
    link(3, 3, 3, "ana@example.org"),
    link(9, 2, 7, null),
  ],
  scrape_jobs: [
    { id: 1, name: "old scrape", scrape_config: null, output_directory: "/data/scraped", created_at: MADE },
  ],
  training_runs: [
    {
      id: 4,
      name: "cards-v2",
      dataset_path: "/data/training/card_deck_20251013_213519",
      output_path: "/data/out",
      training_config: '{"album_ids": [2], "steps": 100}',
      created_at: MADE,
    },
  ],
  migration_history: [{ id: 1, name: "add_templates", applied_at: MADE, last_run_at: MADE, details: null }],
};

function album(id: number, name: string, values: SqlRow): SqlRow {
  return { id, name, is_public: 1, is_training_source: 0, created_at: MADE, updated_at: MADE, ...values };
}

function image(id: number, filename: string, values: SqlRow): SqlRow {
  const size = { width: 512, height: 512, steps: 30, guidance_scale: 7.5 };
  const paths = { file_path: `/srv/outputs/${filename}`, thumbnail_path: `thumbnails/${id}.webp` };
  return {
    id,
    filename,
    ...paths,
    ...size,
    is_nsfw: 0,
    is_public: 1,
    created_at: MADE,
    updated_at: MADE,
    ...values,
  };
}

function label(id: number, imageId: number, text: string, type: string, by: string | null): SqlRow {
  return {
    id,
    image_id: imageId,
    label_text: text,
    label_type: type,
    confidence: 0.5,
    created_by: by,
    created_at: MADE,
  };
}

function link(id: number, albumId: number, imageId: number, by: string | null): SqlRow {
  return { id, album_id: albumId, image_id: imageId, sort_order: 0, added_by: by, created_at: MADE };
}
