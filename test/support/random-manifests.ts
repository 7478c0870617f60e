import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

interface ImageEntry {
  file: string;
  bytesOf: number;
  prompt?: string;
  item?: string;
  renamed_from?: string;
}

interface AlbumDocument {
  slug: string;
  name: string;
  public?: boolean;
  protect?: boolean;
  adopts?: string;
  renamed_from?: string;
  set_template?: string;
  images: (ImageEntry | { ref: string })[];
}

/** Manifests of a small estate, by file name without its extension. */
export interface ManifestWorld {
  readonly albums: Map<string, AlbumDocument>;
  readonly templates: Map<string, { slug: string; text: string; items: string[] }>;
}

/** One thing that somebody does to the manifests; most leave them valid, some don't. */
export interface ManifestEdit {
  readonly what: keyof typeof EDITS;
  readonly pick: number;
}

/** Names that differ, some of them only for us. */
const NAMES = ["x.png", "X.png", "d/x.png", "d__x.png", "d/é.png", "e_/y.png", "e/_y.png", "z.png"];

export function startWorld(): ManifestWorld {
  const image = (file: string, bytesOf: number, item?: string): ImageEntry => ({
    file,
    bytesOf,
    prompt: "first",
    ...(item && { item }),
  });
  return {
    templates: new Map([["t", { slug: "cards", text: "{value}", items: ["one", "two"] }]]),
    albums: new Map<string, AlbumDocument>([
      [
        "a",
        {
          slug: "a",
          name: "A",
          set_template: "cards",
          images: [image("a/1.png", 1, "one"), image("a/2.png", 2, "two")],
        },
      ],
      ["b", { slug: "b", name: "B", public: true, images: [image("b/1.png", 3), { ref: "a/2.png" }] }],
      ["c", { slug: "c", name: "C", images: [image("c/1.png", 4), image("c/2.png", 5)] }],
    ]),
  };
}

const EDITS = {
  setPrompt: (world: ManifestWorld, pick: number) =>
    onImage(world, pick, (image) => {
      image.prompt = ["first", "second", "third"][pick % 3] as string;
    }),
  setBytes: (world: ManifestWorld, pick: number) =>
    onImage(world, pick, (image) => {
      image.bytesOf = 1 + (pick % 9);
    }),
  setItem: (world: ManifestWorld, pick: number) =>
    onImage(world, pick, (image) => {
      image.item = ["one", "two", "three"][pick % 3] as string;
    }),
  addImage: (world: ManifestWorld, pick: number) =>
    onAlbum(world, pick, (album) => {
      album.images.push({ file: NAMES[(pick >> 2) % NAMES.length] as string, bytesOf: 10 + (pick % 7) });
    }),
  dropEntry: (world: ManifestWorld, pick: number) =>
    onAlbum(world, pick, (album) => {
      album.images.splice((pick >> 2) % Math.max(1, album.images.length), 1);
    }),
  moveImage: (world: ManifestWorld, pick: number) =>
    onAlbum(world, pick, (album) => {
      const entry = album.images.pop();
      if (entry !== undefined) onAlbum(world, pick >> 2, (other) => other.images.push(entry));
    }),
  renameImage: (world: ManifestWorld, pick: number) =>
    onImage(world, pick, (image) => {
      const former = image.file;
      image.file = NAMES[(pick >> 1) % NAMES.length] as string;
      if (pick % 2 === 0) image.renamed_from = former;
    }),
  showElsewhere: (world: ManifestWorld, pick: number) =>
    onImage(world, pick, ({ file }) =>
      onAlbum(world, pick >> 2, (album) => album.images.push({ ref: file })),
    ),
  reorder: (world: ManifestWorld, pick: number) => onAlbum(world, pick, (album) => album.images.reverse()),
  renameAlbum: (world: ManifestWorld, pick: number) =>
    onAlbum(world, pick, (album) => {
      const former = album.slug;
      album.slug = ["a", "b", "c", "new"][(pick >> 2) % 4] as string;
      if (pick % 2 === 0) album.renamed_from = former;
    }),
  swapAlbums: ({ albums }: ManifestWorld) => {
    const [first, second] = [...albums.values()];
    if (first === undefined || second === undefined) return;
    first.renamed_from = second.slug;
    second.renamed_from = first.slug;
    [first.slug, second.slug] = [second.slug, first.slug];
  },
  moveManifest: ({ albums }: ManifestWorld, pick: number) => {
    const name = pickKey(albums, pick);
    const album = name === undefined ? undefined : albums.get(name);
    if (name === undefined || album === undefined || albums.has(`${name}-2`)) return;
    albums.delete(name);
    albums.set(`${name}-2`, album);
  },
  dropAlbum: ({ albums }: ManifestWorld, pick: number) => {
    albums.delete(pickKey(albums, pick) ?? "");
  },
  addAlbum: ({ albums }: ManifestWorld, pick: number) => {
    const slug = `more-${pick % 3}`;
    if (!albums.has(slug)) albums.set(slug, { slug, name: "More", images: [] });
  },
  publish: (world: ManifestWorld, pick: number) =>
    onAlbum(world, pick, (album) => {
      album.public = pick % 3 > 0;
    }),
  protect: (world: ManifestWorld, pick: number) =>
    onAlbum(world, pick, (album) => {
      album.protect = pick % 3 > 0;
    }),
  adopt: (world: ManifestWorld, pick: number) =>
    onAlbum(world, pick, (album) => {
      album.adopts = ["Old", "A"][pick % 2] as string;
    }),
  useTemplate: (world: ManifestWorld, pick: number) =>
    onAlbum(world, pick, (album) => {
      if (pick % 4 === 3) delete album.set_template;
      else album.set_template = ["cards", "signs", "cards"][pick % 4] as string;
    }),
  editTemplate: ({ templates }: ManifestWorld, pick: number) => {
    const template = templates.get(pickKey(templates, pick) ?? "");
    if (template !== undefined) template.text = ["{value}", "a {value}"][pick % 2] as string;
  },
  editItems: ({ templates }: ManifestWorld, pick: number) => {
    const template = templates.get(pickKey(templates, pick) ?? "");
    if (template !== undefined)
      template.items = [["one", "two"], ["one", "two", "three"], ["two"]][pick % 3] as string[];
  },
  toggleTemplate: ({ templates }: ManifestWorld, pick: number) => {
    const slug = ["signs", "cards"][pick % 2] as string;
    if (!templates.delete(slug)) templates.set(slug, { slug, text: "{value}", items: ["one"] });
  },
};

export const manifestEdits: fc.Arbitrary<readonly ManifestEdit[]> = fc.array(
  fc.record({ what: fc.constantFrom(...(Object.keys(EDITS) as (keyof typeof EDITS)[])), pick: fc.nat(255) }),
  { maxLength: 4 },
);

export function editWorld(world: ManifestWorld, edits: readonly ManifestEdit[]): void {
  for (const { what, pick } of edits) EDITS[what](world, pick);
}

/** Replaces the manifests below a project folder. JSON is YAML too. */
export function writeWorld(projectDir: string, { albums, templates }: ManifestWorld): void {
  const dir = join(projectDir, "manifests");
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir);
  for (const [name, album] of albums) {
    const images = album.images.map((entry) => ("ref" in entry ? entry : writeImage(entry)));
    writeFileSync(
      join(dir, `${name}.yaml`),
      JSON.stringify({ kind: "album", type: "deck", ...album, images }),
    );
  }
  for (const [name, { slug, text, items }] of templates) {
    const rows = items.map((value) => ({ value }));
    const document = { kind: "set-template", slug, name: slug, prompt_template: text };
    writeFileSync(
      join(dir, `${name}.yaml`),
      JSON.stringify({ ...document, items: { key: "{value}", rows } }),
    );
  }
}

function writeImage({ bytesOf, ...entry }: ImageEntry): object {
  // Equal bytes with equal facts, but for one picture that lies about its size.
  const bytes = bytesOf === 13 && entry.file === "z.png" ? 1 : 100 + bytesOf;
  return { ...entry, sha256: bytesOf.toString(16).padStart(64, "0"), bytes, width: 8, height: 8 };
}

function onAlbum({ albums }: ManifestWorld, pick: number, edit: (album: AlbumDocument) => void): void {
  const album = albums.get(pickKey(albums, pick) ?? "");
  if (album !== undefined) edit(album);
}

function onImage(world: ManifestWorld, pick: number, edit: (image: ImageEntry) => void): void {
  const images = [...world.albums.values()].flatMap((album) =>
    album.images.filter((entry) => "file" in entry),
  );
  const image = images[pick % Math.max(1, images.length)];
  if (image !== undefined) edit(image);
}

function pickKey(map: ReadonlyMap<string, unknown>, pick: number): string | undefined {
  return [...map.keys()][pick % Math.max(1, map.size)];
}
