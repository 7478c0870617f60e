import fc from "fast-check";
import { formatTime } from "../../src/model/time.js";

/** Manifests by their path below the project folder. JSON is YAML too. */
export type Documents = { readonly [path: string]: string };

/** Texts that a YAML writer may trip over. */
const text = fc.oneof(
  fc.constantFrom(
    "3456e789",
    "~",
    "null",
    "no",
    "- x",
    "# x",
    "a: b",
    " padded ",
    "two\nlines\n",
    "tab\tin it",
    "'it''s' \"quoted\"",
    "<lora:x:0.8> @ana #12",
    "\u00e9 \u{1f0a1}",
    "",
  ),
  fc.string({ maxLength: 12 }),
);
// Names are one line.
const name = text.map((value) => `N${value.replace(/\p{Cc}/gu, " ")}`);
const nullable = fc.option(text);
const leaf = fc.oneof(
  text,
  fc.constantFrom(0, -0.5, 1e-7, 123456789012345, 1e21),
  fc.boolean(),
  fc.constant(null),
);
const json = fc.oneof(leaf, fc.array(leaf, { maxLength: 2 }), fc.dictionary(text, leaf, { maxKeys: 2 }));
const members = fc.dictionary(fc.constantFrom("file", "model", "A b", "a.b", "n", "2"), json, {
  maxKeys: 3,
});
const count = fc.option(fc.nat(150));

const lora = fc.record(
  { path: fc.constantFrom("lora/a.safetensors", "b"), name: nullable, weight: fc.constantFrom(0.3, 1, -0.5) },
  { requiredKeys: ["path"] },
);

const imageFacts = fc.record(
  {
    created_at: fc
      .date({ min: new Date("1990-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
      .map((date) => `${formatTime(date).replace(" ", "T")}Z`),
    prompt: nullable,
    negative_prompt: nullable,
    seed: fc.constantFrom("0", "-7", "2147483648", "9223372036854775807", "18446744073709551615", null),
    steps: count,
    guidance_scale: fc.option(fc.constantFrom(7.5, 0.1, 3)),
    nsfw: fc.boolean(),
    public: fc.boolean(),
    labels: fc.uniqueArray(
      fc.record({
        text: text.filter((value) => value.trim() !== ""),
        type: fc.constantFrom("tag", "caption", "user"),
      }),
      { maxLength: 3, selector: ({ text, type }) => `${type} ${text}` },
    ),
    source: members.filter(
      ({ file = "", model = null }) => isText(file) && (model === null || isText(model)),
    ),
    metadata: members,
  },
  { requiredKeys: [] },
);

const imageLoras = fc.oneof(
  fc.constant({}),
  fc.record({ loras: fc.option(fc.array(lora, { maxLength: 2 })) }),
  fc.record({ lora: lora }),
);

const album = fc.record({
  facts: fc.record(
    {
      description: nullable,
      type: fc.constantFrom("deck", "singles", null),
      public: fc.boolean(),
      training_source: fc.boolean(),
      protect: fc.boolean(),
      provenance: members.filter((given) => Object.values(given).every(isText)),
      defaults: fc.record({ steps: count, negative_prompt: nullable }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  ),
  name,
  ofSet: fc.boolean(),
  images: fc.array(fc.record({ facts: imageFacts, loras: imageLoras, item: fc.boolean() }), { maxLength: 3 }),
  /** Positions among all images that this album shows too, and where. */
  refs: fc.uniqueArray(fc.nat(8), { maxLength: 2 }),
});

const template = fc.record(
  {
    description: nullable,
    public: fc.boolean(),
    protect: fc.boolean(),
    base_prompt: nullable.map(withoutBraces),
    prompt_template: fc.constantFrom("{value}", "a {value}, {mood}", null),
    style_suffix: nullable.map(withoutBraces),
    example_theme: nullable,
    generation: fc.record(
      {
        steps: count,
        guidance_scale: fc.constant(7.5),
        negative_prompt: nullable,
        more: json,
      },
      { requiredKeys: [] },
    ),
    loras: fc.option(
      fc.array(fc.record({ path: fc.constant("l"), weight: fc.constantFrom(0.6, 1) }), { maxLength: 2 }),
    ),
  },
  { requiredKeys: [] },
);

/** Valid manifests of up to three albums and a set template that say all sorts of things. */
export const randomDocuments: fc.Arbitrary<Documents> = fc
  .record({ albums: fc.array(album, { minLength: 1, maxLength: 3 }), template, mood: text, name })
  .map(({ albums, template: facts, mood, name: title }) => {
    const rows = ["Ace", "Two"].map((value) => ({ value, mood }));
    const set = {
      kind: "set-template",
      slug: "cards",
      name: title,
      ...facts,
      items: { key: "{value}", rows },
    };
    const files = albums.flatMap(({ images }, at) => images.map((_, index) => `f${at}/${index} \u00e9.png`));
    const documents = albums.map((draft, at) => [`manifests/in/${at}.yaml`, describeAlbum(draft, at, files)]);
    return Object.fromEntries(
      [["manifests/cards.yaml", set], ...documents].map(([path, document]) => [
        path,
        JSON.stringify(document),
      ]),
    );
  });

type AlbumDraft = typeof album extends fc.Arbitrary<infer T> ? T : never;

function describeAlbum(draft: AlbumDraft, at: number, files: readonly string[]): object {
  const own = draft.images.map(({ facts, loras, item }, index) => ({
    file: `f${at}/${index} \u00e9.png`,
    sha256: `${at}${index}`.padStart(64, "3456e789"),
    bytes: 1 + index,
    width: 8,
    height: 9 + at,
    ...facts,
    ...loras,
    ...(draft.ofSet && item ? { item: index % 2 === 0 ? "Ace" : "Two" } : {}),
  }));
  const refs = draft.refs
    .flatMap((position) => files[position] ?? [])
    .filter((file) => !file.startsWith(`f${at}/`))
    .map((ref) => ({ ref }));
  return {
    kind: "album",
    slug: `a/${at}`,
    name: draft.name,
    ...draft.facts,
    ...(draft.ofSet ? { set_template: "cards" } : {}),
    images: [...refs.slice(0, 1), ...own, ...refs.slice(1)],
  };
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function withoutBraces(value: string | null): string | null {
  return value === null ? null : value.replace(/[{}]/g, "");
}
