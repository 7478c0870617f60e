/** Tables that both profiles have alike. */
const SHARED = {
  images: [
    "id",
    "filename",
    "file_path",
    "thumbnail_path",
    "prompt",
    "negative_prompt",
    "seed",
    "steps",
    "guidance_scale",
    "width",
    "height",
    "lora_config",
    "is_nsfw",
    "is_public",
    "created_at",
    "updated_at",
  ],
  labels: [
    "id",
    "image_id",
    "label_text",
    "confidence",
    "label_type",
    "source_model",
    "source_prompt",
    "created_by",
    "created_at",
  ],
  album_images: ["id", "album_id", "image_id", "sort_order", "added_by", "created_at"],
} as const;

/**
 * Every column of the backend's tables that this program writes, by profile. None of them has a default: a new row names
 * them all.
 */
export const BACKEND_COLUMNS = {
  D: {
    albums: [
      "id",
      "name",
      "description",
      "album_type",
      "is_public",
      "is_training_source",
      "created_by",
      "generation_prompt",
      "generation_config",
      "is_set_template",
      "csv_data",
      "base_prompt",
      "prompt_template",
      "style_suffix",
      "example_theme",
      "lora_config",
      "created_at",
      "updated_at",
    ],
    ...SHARED,
  },
  E: {
    batch_templates: [
      "id",
      "name",
      "description",
      "csv_path",
      "csv_data",
      "base_prompt",
      "prompt_template",
      "style_suffix",
      "example_theme",
      "width",
      "height",
      "negative_prompt",
      "lora_config",
      "created_by",
      "created_at",
      "updated_at",
    ],
    albums: [
      "id",
      "name",
      "description",
      "album_type",
      "is_public",
      "created_by",
      "generation_prompt",
      "generation_config",
      "is_set_template",
      "csv_data",
      "base_prompt",
      "prompt_template",
      "style_suffix",
      "example_theme",
      "lora_config",
      "source_type",
      "source_id",
      "created_at",
      "updated_at",
    ],
    ...SHARED,
  },
} as const;

/** Which tables and columns hold what: that of generation D, to which older ones are migrated, and that of generation E. */
export type ProfileName = keyof typeof BACKEND_COLUMNS;

export type BackendTable = keyof (typeof BACKEND_COLUMNS)["E"];

/** Tables that every generation has. */
export const BACKEND_TABLES = Object.keys(BACKEND_COLUMNS.D) as readonly (keyof typeof BACKEND_COLUMNS.D)[];
