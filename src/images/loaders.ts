import type sharp from "sharp";

/** The sharp function, set up for pictures of unknown origin. */
type Sharp = typeof sharp;

let loaded: Promise<Sharp> | undefined;

/**
 * Loads sharp once, when the first picture is touched. Only PNG, JPEG, WebP, GIF, TIFF and AVIF can be opened
 * afterwards, from memory; nothing is cached and each picture is worked on by one thread.
 */
export function loadSharp(): Promise<Sharp> {
  loaded ??= import("sharp").then((module) => secure(module.default));
  return loaded;
}

function secure(sharp: Sharp): Sharp {
  // libvips tries every loader that it has, SVG, PDF and ImageMagick among them, whatever the file is called.
  sharp.block({ operation: ["VipsForeignLoad"] });
  sharp.unblock({
    operation: ["Png", "Jpeg", "Webp", "Nsgif", "Tiff", "Heif"].map(
      (format) => `VipsForeignLoad${format}Buffer`,
    ),
  });
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}
