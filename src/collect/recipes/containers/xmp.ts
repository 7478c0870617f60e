import type { PngText } from "./png-texts.js";

/** Properties that programs put a recipe into. */
const PROPERTIES = ["exif:UserComment", "dc:description", "tiff:ImageDescription"];
const MOST = 8 * 1024 * 1024;
const ENTITIES: { readonly [name: string]: string } = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/**
 * Texts of an XMP packet: its user comment and description, as an attribute, an element or the first of several languages.
 * Format: XMP specification, part 1, RDF in XML; Draw Things keeps its recipe in `exif:UserComment`. Never throws.
 */
export function readXmp(packet: Buffer): readonly PngText[] {
  const xml = packet.subarray(0, MOST).toString("utf8");
  return PROPERTIES.flatMap((name) => {
    const text = decodeEntities(findAttribute(xml, name) ?? findElement(xml, name) ?? "").trim();
    return text === "" ? [] : [{ keyword: name, text }];
  });
}

function findAttribute(xml: string, name: string): string | undefined {
  const [, double, single] = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(xml) ?? [];
  return double ?? single;
}

function findElement(xml: string, name: string): string | undefined {
  const start = new RegExp(`<${name}(?:\\s[^<>]*)?>`).exec(xml);
  if (start === null) return undefined;
  const from = start.index + start[0].length;
  const end = xml.indexOf(`</${name}>`, from);
  if (end < 0) return undefined;
  const content = xml.slice(from, end);
  const item = /<rdf:li(?:\s[^<>]*)?>([^<]*)<\/rdf:li>/.exec(content);
  return item?.[1] ?? (content.includes("<") ? undefined : content);
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,5}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name as string] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
