import sharp from "sharp";
import {
  drawBands,
  packedTextChunk,
  pngChunk,
  textChunk,
  unicodeTextChunk,
} from "../../../sample/legacy/png-file.js";
import { putIntoJpeg, putIntoWebp } from "../exif.js";

const BANDS = drawBands("recipe", 16, 8);
const pixels = sharp(BANDS);
const JPEG = await pixels.clone().jpeg().toBuffer();
const WEBP = await pixels.clone().webp().toBuffer();
const AVIF = await pixels.clone().avif({ effort: 0 }).toBuffer();

/** A PNG with these texts as tEXt chunks in UTF-8. */
export function pngWith(texts: { readonly [keyword: string]: string }): Buffer {
  const before = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text, "utf8"));
  return drawBands("recipe", 16, 8, { before });
}

/** The same as packed, international or trailing chunks. */
export function pngWithChunk(
  form: "zTXt" | "iTXt" | "packed" | "behind",
  keyword: string,
  text: string,
): Buffer {
  if (form === "behind") return drawBands("recipe", 16, 8, { after: [textChunk(keyword, text, "utf8")] });
  const chunk =
    form === "zTXt"
      ? packedTextChunk(keyword, Buffer.from(text))
      : unicodeTextChunk(keyword, text, form === "packed");
  return drawBands("recipe", 16, 8, { before: [chunk] });
}

/** A PNG whose EXIF stands in the chunk eXIf, or as ImageMagick's hex digits. */
export function pngWithExif(block: Buffer, form: "eXIf" | "raw profile"): Buffer {
  if (form === "eXIf") return drawBands("recipe", 16, 8, { before: [pngChunk("eXIf", block)] });
  const bytes = Buffer.concat([Buffer.from("Exif\0\0"), block]);
  const digits = bytes.toString("hex").replace(/.{72}/g, "$&\n");
  const text = `\nexif\n${String(bytes.length).padStart(8)}\n${digits}\n`;
  return drawBands("recipe", 16, 8, {
    before: [packedTextChunk("Raw profile type exif", Buffer.from(text))],
  });
}

export function jpegWithExif(block: Buffer): Buffer {
  return putIntoJpeg(JPEG, block);
}

export function webpWithExif(block: Buffer): Buffer {
  return putIntoWebp(WEBP, block);
}

/** A JPEG with one more segment behind its start. */
export function jpegWithSegment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([JPEG.subarray(0, 2), head, data, JPEG.subarray(2)]);
}

/** A WebP with an XMP packet. */
export function webpWithXmp(packet: string): Buffer {
  const webp = putIntoWebp(WEBP, Buffer.from(packet));
  webp.write("XMP ", webp.indexOf("EXIF", WEBP.length - 1), "latin1");
  return webp;
}

/** An AVIF whose EXIF item lies behind everything else; its `meta` box is written anew. */
export function avifWithExif(block: Buffer): Buffer {
  const metaAt = AVIF.indexOf("meta") - 4;
  const metaEnd = metaAt + AVIF.readUInt32BE(metaAt);
  const meta = AVIF.subarray(metaAt + 12, metaEnd);
  const parts = listBoxes(meta);
  const infe = box("infe", Buffer.from([2, 0, 0, 1, 0, 9, 0, 0, ...Buffer.from("Exif\0")]));
  const grown = parts.map(({ type, data }) => {
    if (type === "iinf") {
      const iinf = Buffer.concat([data, infe]);
      iinf.writeUInt16BE(iinf.readUInt16BE(4) + 1, 4);
      return box(type, iinf);
    }
    return type === "iloc" ? undefined : box(type, data);
  });
  const iloc = parts.find(({ type }) => type === "iloc")?.data ?? Buffer.alloc(0);
  const payload = Buffer.concat([Buffer.from([0, 0, 0, 6]), Buffer.from("Exif\0\0"), block]);
  const others = Buffer.concat(grown.filter((part) => part !== undefined));
  const size = others.length + 8 + iloc.length + 22 + 12;
  const shift = size - (metaEnd - metaAt);
  const moved = box("iloc", moveItems(iloc, shift, AVIF.length + shift + 8, payload.length));
  const newMeta = box("meta", Buffer.concat([Buffer.alloc(4), others, moved]));
  if (newMeta.length !== size) throw new Error(`meta is ${newMeta.length} long instead of ${size}`);
  return Buffer.concat([AVIF.subarray(0, metaAt), newMeta, AVIF.subarray(metaEnd), box("mdat", payload)]);
}

/** Version 0 with offsets and lengths of four bytes: the one picture item, and one more. */
function moveItems(iloc: Buffer, shift: number, extraAt: number, extraLength: number): Buffer {
  const [offset, length] = readOnlyItem(iloc);
  const made = Buffer.alloc(iloc.length + 22);
  made.set([0, 0, 0, 0, 0x44, 0, 0, 2], 0);
  const write = (at: number, id: number, from: number, bytes: number): void => {
    made.writeUInt16BE(id, at);
    made.writeUInt16BE(0, at + 2);
    made.writeUInt16BE(1, at + 4);
    made.writeUInt32BE(from, at + 6);
    made.writeUInt32BE(bytes, at + 10);
  };
  write(8, 1, offset + shift, length);
  write(22, 9, extraAt, extraLength);
  return made;
}

/** What sharp writes: one item, version 0, four bytes for each number, no base. */
function readOnlyItem(iloc: Buffer): readonly [number, number] {
  if (iloc[0] !== 0 || iloc[4] !== 0x44 || iloc.readUInt16BE(6) !== 1) throw new Error(iloc.toString("hex"));
  const base = (iloc[5] as number) >> 4;
  return [iloc.readUInt32BE(14 + base), iloc.readUInt32BE(18 + base)];
}

function listBoxes(bytes: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  const boxes = [];
  for (let at = 0; at + 8 <= bytes.length; at += bytes.readUInt32BE(at))
    boxes.push({
      type: bytes.toString("latin1", at + 4, at + 8),
      data: bytes.subarray(at + 8, at + bytes.readUInt32BE(at)),
    });
  return boxes;
}

function box(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length + 8, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, data]);
}
