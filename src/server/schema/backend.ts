import { ANY, COUNT, FLAG, list, nullable, object, type Schema, TEXT } from "./schema.js";

const LABEL = object({
  id: COUNT,
  label_text: TEXT,
  label_type: nullable(TEXT),
  confidence: { type: ["number", "null"] },
  source_model: nullable(TEXT),
  created_at: nullable(TEXT),
});

const IMAGE = object({
  id: { type: "integer" },
  filename: TEXT,
  prompt: nullable(TEXT),
  negative_prompt: nullable(TEXT),
  seed: { type: ["integer", "string", "null"] },
  steps: { type: ["number", "null"] },
  guidance_scale: { type: ["number", "null"] },
  width: { type: ["number", "null"] },
  height: { type: ["number", "null"] },
  lora_config: nullable(TEXT),
  is_nsfw: FLAG,
  is_public: FLAG,
  thumbnail_url: TEXT,
  download_url: TEXT,
  labels: list(LABEL),
  created_at: nullable(TEXT),
  updated_at: nullable(TEXT),
});

/** The members of an album. */
export const ALBUM_MEMBERS = {
  id: { type: "integer" },
  name: TEXT,
  description: nullable(TEXT),
  album_type: nullable(TEXT),
  is_public: FLAG,
  is_training_source: FLAG,
  is_set_template: FLAG,
  csv_data: nullable(TEXT),
  base_prompt: nullable(TEXT),
  prompt_template: nullable(TEXT),
  style_suffix: nullable(TEXT),
  example_theme: nullable(TEXT),
  lora_config: nullable(TEXT),
  generation_config: nullable(TEXT),
  image_count: COUNT,
  template_item_count: COUNT,
  template_items_preview: list(ANY),
  lora_count: COUNT,
  slug: nullable(TEXT),
  created_at: nullable(TEXT),
  updated_at: nullable(TEXT),
} as const;

/** Shapes that the backend's clients know, by their names in the OpenAPI document. */
export const BACKEND_SCHEMAS: { readonly [name: string]: Schema } = {
  BackendImage: IMAGE,
  BackendAlbum: object(ALBUM_MEMBERS),
  BackendAlbumDetail: object({
    ...ALBUM_MEMBERS,
    images: list({ $ref: "#/components/schemas/BackendImage" }),
  }),
};
