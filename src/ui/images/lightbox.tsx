import type { ComponentChildren } from "preact";
import { useLoad } from "../api/load.js";
import type { ImageDetail } from "../api/types.js";
import { isVeiled, reveal } from "../design/picture.js";
import { Sheet } from "../design/sheet.js";
import type { ImagePages } from "./grid/image-pages.js";

/** One picture in full, with what is known of it and who said so. */
export function Lightbox(props: {
  readonly pages: ImagePages;
  /** Its place in the query; undefined when only its id is known. */
  readonly index: number | undefined;
  readonly id: number | undefined;
  readonly onMove: (index: number) => void;
  readonly onClose: () => void;
}) {
  const { pages, index } = props;
  // Reading it draws the picture again when its page comes.
  pages.version.value;
  const row = index === undefined ? undefined : pages.at(index);
  const id = props.id ?? row?.id;
  const { data } = useLoad<ImageDetail>(id === undefined ? undefined : `/images/${id}`);
  const image = data?.id === id ? data : row;
  const total = pages.total.value ?? 0;
  const move = (by: number) => {
    if (index === undefined) return;
    const to = Math.min(Math.max(index + by, 0), total - 1);
    pages.see(Math.max(0, to - 1), to + 2);
    props.onMove(to);
  };
  return (
    <Sheet
      title={image === undefined ? "Image" : (image.item ?? image.filename)}
      shape="full"
      onClose={props.onClose}
      onKeyDown={(event) => {
        if (event.key === "ArrowRight" || event.key === "j") move(1);
        else if (event.key === "ArrowLeft" || event.key === "k") move(-1);
        else if (event.key === "r" && id !== undefined) reveal(id);
        else return;
        event.preventDefault();
      }}
    >
      <div class="lightbox">
        <figure>
          {id === undefined || image === undefined ? null : <Original image={image} />}
          {index === undefined ? null : (
            <figcaption>
              <button type="button" class="quiet" disabled={index === 0} onClick={() => move(-1)}>
                Previous
              </button>
              <span class="muted">
                {(index + 1).toLocaleString("en")} of {total.toLocaleString("en")}
              </span>
              <button type="button" class="quiet" disabled={index >= total - 1} onClick={() => move(1)}>
                Next
              </button>
            </figcaption>
          )}
        </figure>
        {image === undefined ? null : <Facts image={image} />}
      </div>
    </Sheet>
  );
}

/** The file itself; a veiled one is not asked for before somebody reveals it. */
function Original({
  image,
}: {
  readonly image: Pick<
    ImageDetail,
    "id" | "filename" | "item" | "fileUrl" | "thumbnailUrl" | "width" | "height"
  >;
}) {
  if (isVeiled(image.id))
    return (
      <div class="veil">
        <img class="thumb veiled" src={image.thumbnailUrl} alt="" />
        <button type="button" onClick={() => reveal(image.id)}>
          Reveal <kbd>r</kbd>
        </button>
      </div>
    );
  return (
    <a href={image.fileUrl} target="_blank" rel="noreferrer" aria-label="Open the file">
      <img
        src={image.fileUrl}
        alt={image.item ?? image.filename}
        {...(image.width !== null && image.height !== null
          ? { width: image.width, height: image.height }
          : {})}
      />
    </a>
  );
}

function Facts({ image }: { readonly image: ImageDetail }) {
  const declared = image.declaredFields;
  const row = (name: string, field: string, value: ComponentChildren) => (
    <Fact key={field} name={name} origin={originOf(declared, field)}>
      {value}
    </Fact>
  );
  return (
    <dl class="facts">
      {image.prompt ? row("Prompt", "prompt", <span class="prose">{image.prompt}</span>) : null}
      {image.negativePrompt ? row("Negative prompt", "negative_prompt", image.negativePrompt) : null}
      {image.labels.length > 0
        ? row(
            "Labels",
            "labels",
            <span class="labels">
              {image.labels.map((label) => (
                <span key={label} class="badge">
                  {label}
                </span>
              ))}
            </span>,
          )
        : null}
      {image.seed != null ? row("Seed", "seed", <code>{String(image.seed)}</code>) : null}
      {image.steps != null ? row("Steps", "steps", image.steps) : null}
      {image.guidanceScale != null ? row("Guidance scale", "guidance_scale", image.guidanceScale) : null}
      {image.width != null ? row("Size", "width", `${image.width} × ${image.height}`) : null}
      {row("Visibility", "public", image.isPublic ? "Public" : "Private")}
      {row("Safe for work", "nsfw", image.isNsfw ? "No" : "Yes")}
      {image.declaredIn === null ? null : (
        <Fact name="Manifest">
          <code>{image.declaredIn}</code>
        </Fact>
      )}
      <Fact name="Albums">
        {image.albums.map((slug) => (
          <a key={slug} href={`/albums/${encodeURIComponent(slug)}`}>
            {slug}
          </a>
        ))}
      </Fact>
      <Fact name="File">
        <code>{image.filename}</code>
      </Fact>
    </dl>
  );
}

function Fact(props: {
  readonly name: string;
  readonly origin?: string | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <div>
      <dt>
        {props.name}
        {props.origin === undefined ? null : <small>{props.origin}</small>}
      </dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** Who set a field: the manifest, or something else that writes to the database. Undefined until it is known. */
function originOf(declared: readonly string[] | undefined, field: string): string | undefined {
  if (declared === undefined) return undefined;
  return declared.includes(field) ? "declared here" : "set by a job";
}
