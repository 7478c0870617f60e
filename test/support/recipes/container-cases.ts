import { type ExifEntry, makeTiffBlock } from "../exif.js";
import {
  avifWithExif,
  jpegWithExif,
  jpegWithSegment,
  pngWith,
  pngWithChunk,
  pngWithExif,
  webpWithExif,
  webpWithXmp,
} from "./carriers.js";
import type { Expected, RecipeCase } from "./case.js";

const TEXT =
  "ein Fuchs im Schnee\nNegative prompt: Regen\nSteps: 31, Sampler: Euler a, CFG scale: 5.5, Seed: 40990112, Model: tusche";
const SAYS: Expected = {
  prompt: "ein Fuchs im Schnee",
  negative_prompt: "Regen",
  steps: 31,
  guidance_scale: 5.5,
  seed: "40990112",
  "source.model": "tusche",
};
/** Letters of many scripts, one beyond 16 bits. */
const UMLAUT = TEXT.replace("Fuchs", "Füchslein 狐 🦊");
const UMLAUT_SAYS = { ...SAYS, prompt: "ein Füchslein 狐 🦊 im Schnee" };

const utf16 = (text: string, order: "le" | "be"): Buffer =>
  order === "le" ? Buffer.from(text, "utf16le") : Buffer.from(text, "utf16le").swap16();
const comment = (code: string, body: Buffer, type: ExifEntry["type"] = 7): ExifEntry => ({
  tag: 0x9286,
  type,
  value: Buffer.concat([Buffer.from(code, "latin1"), body]),
});

const COMMENTS: readonly (readonly [name: string, entry: ExifEntry, expected: Expected])[] = [
  ["code Unicode, UTF-16 LE", comment("Unicode\0", utf16(UMLAUT, "le")), UMLAUT_SAYS],
  ["code UNICODE, UTF-16 BE", comment("UNICODE\0", utf16(UMLAUT, "be")), UMLAUT_SAYS],
  ["code UNICODE, but UTF-8", comment("UNICODE\0", Buffer.from(UMLAUT)), UMLAUT_SAYS],
  ["code unicode in small letters", comment("unicode\0", utf16(TEXT, "be")), SAYS],
  ["code ascii in small letters", comment("ascii\0\0\0", Buffer.from(TEXT)), SAYS],
  ["code ASCII, but UTF-16", comment("ASCII\0\0\0", utf16(UMLAUT, "le")), UMLAUT_SAYS],
  ["no code, UTF-8", comment("", Buffer.from(UMLAUT)), UMLAUT_SAYS],
  ["no code, text type, ended by zero", comment("", Buffer.from(`${TEXT}\0`), 2), SAYS],
  ["no code, UTF-16", comment("", utf16(UMLAUT, "le")), UMLAUT_SAYS],
  ["zeros for the code", comment("\0\0\0\0\0\0\0\0", Buffer.from(UMLAUT)), UMLAUT_SAYS],
  ["with byte order mark", comment("UNICODE\0", utf16(`\ufeff${UMLAUT}`, "be")), UMLAUT_SAYS],
];

const ORDERS = ["II", "MM"] as const;

/** The same recipe at every place where one may stand. */
export const CONTAINER_CASES: readonly RecipeCase[] = [
  ...COMMENTS.flatMap(([name, entry, expected]) =>
    ORDERS.flatMap((order) => [
      made(`JPEG ${order}, ${name}`, "a.jpg", jpegWithExif(makeTiffBlock(order, [], [entry])), expected),
      made(
        `WebP ${order}, ${name}, in the main directory`,
        "a.webp",
        webpWithExif(makeTiffBlock(order, [entry])),
        expected,
      ),
    ]),
  ),
  made(
    "AVIF",
    "a.avif",
    avifWithExif(makeTiffBlock("II", [], [comment("ASCII\0\0\0", Buffer.from(TEXT))])),
    SAYS,
  ),
  made(
    "AVIF in UTF-16",
    "b.avif",
    avifWithExif(makeTiffBlock("MM", [], [comment("UNICODE\0", utf16(UMLAUT, "be"))])),
    UMLAUT_SAYS,
  ),
  ...(["eXIf", "raw profile"] as const).map((form) =>
    made(
      `PNG ${form}`,
      "a.png",
      pngWithExif(makeTiffBlock("MM", [], [comment("UNICODE\0", utf16(UMLAUT, "be"))]), form),
      UMLAUT_SAYS,
    ),
  ),
  ...(["zTXt", "iTXt", "packed", "behind"] as const).map((form) =>
    made(`PNG ${form}`, "a.png", pngWithChunk(form, "parameters", UMLAUT), UMLAUT_SAYS),
  ),
  ...["Parameters", "Comment", "Description", "prompt_text"].map((keyword) =>
    made(`PNG ${keyword}`, "a.png", pngWith({ Title: "x", [keyword]: TEXT }), SAYS),
  ),
  made("JPEG comment", "a.jpg", jpegWithSegment(0xfe, Buffer.from(`${UMLAUT}\0`)), UMLAUT_SAYS),
  made(
    "JPEG ImageDescription",
    "a.jpg",
    jpegWithExif(makeTiffBlock("II", [{ tag: 0x010e, type: 2, value: Buffer.from(`${TEXT}\0`) }])),
    SAYS,
  ),
  made(
    "JPEG XPComment",
    "a.jpg",
    jpegWithExif(makeTiffBlock("MM", [{ tag: 0x9c9c, type: 1, value: utf16(`${UMLAUT}\0`, "le") }])),
    UMLAUT_SAYS,
  ),
  made(
    "JPEG XMP",
    "a.jpg",
    jpegWithSegment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp(TEXT)}`)),
    SAYS,
  ),
  made("WebP XMP", "a.webp", webpWithXmp(xmp(UMLAUT)), UMLAUT_SAYS),
  made("PNG XMP", "a.png", pngWithChunk("iTXt", "XML:com.adobe.xmp", xmp(TEXT)), SAYS),
  ...(["txt", "TXT"] as const).map((extension) => ({
    ...made(`text beside, .${extension}`, "a.jpg", jpegWithSegment(0xfe, Buffer.from("Lavc")), UMLAUT_SAYS),
    beside: { extension, text: UMLAUT },
  })),
  {
    ...made("caption beside", "a.png", pngWith({}), { prompt: null, negative_prompt: null, seed: null }),
    beside: { extension: "txt", text: "a fox, snow, 1girl" },
  },
  {
    ...made("text in the picture before text beside", "a.png", pngWith({ parameters: TEXT }), SAYS),
    beside: { extension: "txt", text: TEXT.replace("40990112", "5").replace("Fuchs", "Dachs") },
  },
  {
    ...made("our sidecar before everything, and nothing mixed in", "a.png", pngWith({ parameters: TEXT }), {
      prompt: "a badger",
      negative_prompt: null,
      seed: "9",
      steps: null,
      "source.model": null,
    }),
    beside: { extension: "json", text: '{"prompt": "a badger", "seed": 9}' },
  },
  {
    ...made("a sidecar about something else", "a.png", pngWith({ parameters: TEXT }), SAYS),
    beside: { extension: "json", text: '{"tags": ["fox"], "timestamp": "2025-10-13T21:35:33"}' },
  },
  ...ORDERS.flatMap((order) => [
    made(`taken at, ${order}`, "a.jpg", taken(order, "2019:07:21 23:06:38"), {
      created_at: "2019-07-21T23:06:38Z",
    }),
    made(`taken at with a zone, ${order}`, "b.jpg", taken(order, "2019:07:21 23:06:38", "+02:00"), {
      created_at: "2019-07-21T21:06:38Z",
    }),
  ]),
];

function made(name: string, file: string, picture: Buffer, expected: Expected): RecipeCase {
  return { name: `container: ${name}`, file, picture, expected };
}

function taken(order: "II" | "MM", time: string, zone?: string): Buffer {
  const text = (tag: number, value: string): ExifEntry => ({
    tag,
    type: 2,
    value: Buffer.from(`${value}\0`),
  });
  return jpegWithExif(
    makeTiffBlock(
      order,
      [text(0x0132, "2022:01:01 00:00:00")],
      [text(0x9003, time), ...(zone ? [text(0x9011, zone)] : [])],
    ),
  );
}

function xmp(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\n", "&#xA;");
  return `<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/"><exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">${escaped}</rdf:li></rdf:Alt></exif:UserComment></rdf:Description></rdf:RDF></x:xmpmeta>`;
}
