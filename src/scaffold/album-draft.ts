import { renderManifest, type TextToWrite } from "../manifest/edit/render.js";
import { addComments } from "./teach.js";

/** An album that is to be made. Paths are absolute. */
interface NewAlbum {
  readonly slug: string;
  readonly name: string;
  readonly manifest: string;
  readonly schemas: string | undefined;
  readonly type: string;
  readonly template: string | undefined;
  readonly isPublic: boolean;
}

const LESSONS = {
  set_template: "Images of this album name the item of the template that they show.",
  public: "Who sees the album; its images follow it.",
  images: "One entry an image. sync collect writes them for pictures in a folder.",
};

/** The manifest of an album without images. */
export function draftAlbum(album: NewAlbum): readonly [TextToWrite] {
  const { slug, name, manifest, schemas, type, template, isPublic } = album;
  const declared = {
    kind: "album",
    slug,
    name,
    type,
    ...(template !== undefined && { set_template: template }),
    public: isPublic,
    images: [],
  };
  const [{ text }] = renderManifest(manifest, declared, schemas);
  return [{ file: manifest, text: addComments(text, LESSONS, []) }];
}
