const PROFILE = /^Raw profile type (?:exif|APP1)$/i;
const XMP = "http://ns.adobe.com/xap/1.0/\0";

/**
 * EXIF or XMP that a PNG keeps as text: `Raw profile type exif`, ImageMagick's way before the chunk eXIf. The text is a
 * name, a length and hex digits on lines of their own. Undefined for other texts. Never throws.
 */
export function readRawProfile(
  keyword: string,
  text: string,
): { readonly exif: Buffer } | { readonly xmp: Buffer } | undefined {
  if (!PROFILE.test(keyword)) return undefined;
  const [, length, ...digits] = text.trim().split("\n");
  const bytes = Buffer.from(digits.join("").replace(/\s/g, ""), "hex").subarray(0, Number(length) || 0);
  if (bytes.length === 0) return undefined;
  const isXmp = bytes.toString("latin1", 0, XMP.length) === XMP;
  return isXmp ? { xmp: bytes.subarray(XMP.length) } : { exif: bytes };
}
