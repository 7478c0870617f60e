import fc from "fast-check";
import { type Address, formatAddress, kindOf } from "../../src/model/address.js";
import { digestJson } from "../../src/model/digest.js";
import type { Json } from "../../src/model/json.js";
import type { Album, Fields, Image, Resource, SetTemplate } from "../../src/model/resource.js";
import { albumOf, imageOf, templateOf } from "./memory-observation.js";

/** Small pools, so that two random estates often speak of the same things. */
const SLUGS = ["a", "b", "c/d"];
const NAMES = ["1.png", "2.png", "3.png", "ä 4.png"];
const LABELS = ["x", "y", "z"].map((text) => ({ text, type: "tag" }));

const imageFields: fc.Arbitrary<Fields> = fc.record(
  {
    prompt: fc.constantFrom<Json>("two of spades", "an ace, 'quoted' \\ \n", null),
    seed: fc.constantFrom<Json>("42", "9007199254740993", "18446744073709551615", null),
    steps: fc.constantFrom<Json>(20, 30, null),
    guidance_scale: fc.constantFrom<Json>(7.5, 0.1),
    loras: fc.constantFrom<Json>([{ path: "l", name: "L", weight: 0.3 }], { path: "l", weight: 1 }, null),
    nsfw: fc.boolean(),
    public: fc.boolean(),
    created_at: fc.constantFrom("2025-10-13 21:35:33.481220", "1999-12-31 23:59:59.000000"),
    item: fc.constantFrom("Two of Spades", "Ace of Spades"),
    "source.model": fc.constantFrom("sd15", "sdxl"),
    labels: fc.subarray(LABELS),
  },
  { requiredKeys: [] },
);

const albumFields: fc.Arbitrary<Fields> = fc.record(
  {
    description: fc.constantFrom<Json>("text", null),
    public: fc.boolean(),
    training_source: fc.boolean(),
    set_template: fc.constantFrom<Json>("t", "u"),
    "provenance.license": fc.constant("own work"),
  },
  { requiredKeys: [] },
);

const templateFields: fc.Arbitrary<Fields> = fc.record(
  {
    items: fc.constantFrom<Json>([], [{ value: "Ace" }, { value: "Two" }], [{ value: "Two" }]),
    item_key: fc.constant("{value}"),
    base_prompt: fc.constantFrom<Json>("a card", "the card"),
    prompt_template: fc.constant("{value}"),
    loras: fc.constantFrom<Json>([{ path: "l", weight: 0.6 }], null),
    "generation.steps": fc.constantFrom<Json>(20, 30, null),
    "generation.negative_prompt": fc.constant("blurry"),
    public: fc.boolean(),
  },
  { requiredKeys: [] },
);

interface AlbumDraft {
  readonly slug: string;
  readonly fields: Fields;
  readonly images: readonly { readonly name: string; readonly bytes: number; readonly fields: Fields }[];
  /** Positions in the list of all images that this album shows too. */
  readonly refs: readonly number[];
}

const albumDraft: fc.Arbitrary<AlbumDraft> = fc.record({
  slug: fc.constantFrom(...SLUGS),
  fields: albumFields,
  images: fc.uniqueArray(
    fc.record({ name: fc.constantFrom(...NAMES), bytes: fc.nat(3), fields: imageFields }),
    { selector: ({ name }) => name, maxLength: 4 },
  ),
  refs: fc.array(fc.nat(7), { maxLength: 2 }),
});

/** A name before: of whom and what, as positions in the list of resources and in {@link FORMER}. */
const renames = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 4 });

/** Every address that an estate of these pools may have. */
const FORMER: readonly Address[] = [
  ...SLUGS.map((slug) => formatAddress("album", slug)),
  ...SLUGS.flatMap((slug) => NAMES.map((name) => formatAddress("image", `${slug}/${name}`))),
  ...["t", "u"].map((slug) => formatAddress("set-template", slug)),
];

/** A valid estate: up to three albums with up to four images each, some shown in several albums, and templates. */
export const randomEstate: fc.Arbitrary<readonly Resource[]> = fc
  .record({
    albums: fc.uniqueArray(albumDraft, { selector: ({ slug }) => slug, minLength: 1, maxLength: 3 }),
    templates: fc.uniqueArray(fc.record({ slug: fc.constantFrom("t", "u"), fields: templateFields }), {
      selector: ({ slug }) => slug,
      maxLength: 2,
    }),
  })
  .map(({ albums, templates }) => [...joinAlbums(albums), ...templates.map(joinTemplate)]);

/** The same, where some had another name before, so that they swap with others and move in chains. */
export const renamingEstate: fc.Arbitrary<readonly Resource[]> = fc
  .tuple(randomEstate, renames)
  .map(([resources, pairs]) => nameFormer(resources, pairs));

function nameFormer(
  resources: readonly Resource[],
  pairs: readonly (readonly [number, number])[],
): readonly Resource[] {
  const former = new Map<Address, Address>();
  for (const [whose, what] of pairs) {
    const { address } = resources[whose % resources.length] as Resource;
    const names = FORMER.filter((name) => kindOf(name) === kindOf(address) && name !== address);
    const before = names[what % names.length] as Address;
    if (![...former.values()].includes(before)) former.set(address, before);
  }
  return resources.map((resource) => {
    const renamedFrom = former.get(resource.address);
    return renamedFrom === undefined ? resource : { ...resource, renamedFrom };
  });
}

function joinTemplate({ slug, fields }: { slug: string; fields: Fields }): SetTemplate {
  return templateOf(slug, fields);
}

function joinAlbums(drafts: readonly AlbumDraft[]): readonly (Album | Image)[] {
  const files = drafts.flatMap(({ slug, images }) => images.map(({ name }) => `${slug}/${name}`));
  const lists = drafts.map(({ slug, images, refs }) => {
    const own = images.map(({ name }) => `${slug}/${name}`);
    const shown = refs.flatMap((position) => (position < files.length ? [files[position] as string] : []));
    return { slug, files: [...new Set([...shown, ...own])] };
  });
  const albums = drafts.map(({ slug, fields }, index) => {
    const shown = lists[index]?.files ?? [];
    const album = albumOf(slug, shown, fields);
    return { ...album, fields: { ...album.fields, order: digestJson([...album.images]) } };
  });
  const images = drafts.flatMap(({ slug, images }) =>
    images.map(({ name, bytes, fields }) => {
      const file = `${slug}/${name}`;
      const shownIn = lists.filter((list) => list.files.includes(file)).map((list) => `album:${list.slug}`);
      // Equal bytes in different places now and then, so that files move.
      return imageOf(
        file,
        { ...fields, sha256: `${bytes}`.repeat(64), albums: shownIn.sort() },
        { home: `album:${slug}` },
      );
    }),
  );
  return [...albums, ...images];
}
