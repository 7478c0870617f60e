import { relative, sep } from "node:path";
import { createFence, type Fence, realPathOf } from "../../files/fence.js";
import { isRefusal, type ReadRefusal, readFencedFile, withFencedFile } from "../../files/fenced-file.js";
import { hashDescriptor, sha256Of } from "../../files/hash.js";
import { describeReadError } from "../../files/system-error.js";
import type { Settings } from "../../model/estate.js";
import { indexLines, type Lines } from "./lines.js";
import type { Problem } from "./problem.js";
import { decodeText, MAX_TEXT_BYTES, type TextFile } from "./text-file.js";

/** The text files of a project: the one door through which files that manifests or the configuration name are read. */
export interface ProjectFiles {
  /** Path as it is printed: relative to the project folder, with `/`. */
  show(file: string): string;
  /** Reads a UTF-8 file inside the project, or says why it is not read. `missing`: the code when there is no such file. */
  read(file: string, missing: Problem["code"]): TextFile | Problem;
  /** Lines of a file for showing a place in it; wrong bytes show as U+FFFD. Undefined for what is not read. */
  readLines(file: string): Lines | undefined;
  /** SHA-256 of a file inside the project, in hex; null for what is not read. */
  hash(file: string): string | null;
  /** Where a file is to be written: behind links inside the project. Undefined when that is outside. */
  locate(file: string): string | undefined;
}

/** Which files belong to a project, and which texts stand for some of them, as far as reading needs it. */
export type Boundary = Pick<Settings, "projectDir" | "allowOutside" | "untrusted" | "unsaved">;

/** The files below the project folder and the folders that are allowed beside it. */
export function openProjectFiles(boundary: Boundary): ProjectFiles {
  const { projectDir } = boundary;
  const fence = fenceOf(boundary);
  const read = boundary.unsaved === undefined ? readFencedFile : readOver(boundary.unsaved);
  const inside = projectDir.endsWith(sep) ? projectDir : projectDir + sep;
  const show = (file: string): string => {
    // Most files lie below the project, and there are many.
    const path = file.startsWith(inside) ? file.slice(inside.length) : relative(projectDir, file);
    return sep === "/" ? path : path.split(sep).join("/");
  };
  return {
    show,
    read(file, missing) {
      const bytes = read(file, fence, MAX_TEXT_BYTES);
      return isRefusal(bytes) ? describeRefusal(file, missing, bytes, boundary) : decodeText(file, bytes);
    },
    readLines(file) {
      const bytes = read(file, fence, MAX_TEXT_BYTES);
      return isRefusal(bytes) ? undefined : indexLines(bytes.toString("utf8").replace(/^\ufeff/, ""));
    },
    hash(file) {
      const unsaved = boundary.unsaved?.get(realPathOf(file));
      if (unsaved !== undefined) return unsaved === null ? null : sha256Of(unsaved);
      const content = withFencedFile(file, fence, (descriptor) => hashDescriptor(descriptor));
      return isRefusal(content) ? null : content.sha256;
    },
    locate(file) {
      const real = realPathOf(file);
      return fence.holds(real) ? real : undefined;
    },
  };
}

function readOver(unsaved: NonNullable<Boundary["unsaved"]>): typeof readFencedFile {
  return (file, fence, most) => {
    const real = realPathOf(file);
    const bytes = unsaved.get(real);
    if (bytes === undefined) return readFencedFile(file, fence, most);
    if (!fence.holds(real)) return { refusal: "outside", detail: "" };
    if (bytes === null) return { refusal: "missing", detail: "" };
    return bytes.length > most ? { refusal: "too-large", detail: String(bytes.length) } : bytes;
  };
}

/** The folders below which files of a project may be read and written. */
export function fenceOf({ projectDir, allowOutside }: Boundary): Fence {
  return createFence([projectDir, ...allowOutside]);
}

/** Something would be written outside the project; nothing was. */
export class OutsideProject extends Error {
  readonly code = "path-outside-project";
  readonly help: string;

  constructor(path: string, boundary: Boundary) {
    const { summary, help = "" } = outsideProblem(path, folderOf(realPathOf(path)), boundary);
    super(`Nothing was written: ${summary}`);
    this.help = help;
  }
}

/** Where files of a project are to be written: the path behind links. Throws OutsideProject. */
export function createPlacer(boundary: Boundary): (file: string) => string {
  const fence = fenceOf(boundary);
  return (file) => {
    const real = realPathOf(file);
    if (!fence.holds(real)) throw new OutsideProject(file, boundary);
    return real;
  };
}

/** The problem of a path that leads out of the project. `what` begins the sentence. */
export function outsideProblem(
  what: string,
  real: string,
  { untrusted }: Boundary,
): Pick<Problem, "code" | "summary" | "help"> {
  return {
    code: "path-outside-project",
    summary: `${what} is outside the project`,
    help: untrusted
      ? "Keep it inside the project; --untrusted allows nothing outside."
      : `Move it into the project, or allow its folder in sync.config.yaml: allow_outside: [${JSON.stringify(real)}]`,
  };
}

function describeRefusal(
  file: string,
  missing: Problem["code"],
  { refusal, detail }: ReadRefusal,
  boundary: Boundary,
): Problem {
  const at = { file };
  switch (refusal) {
    case "missing":
      return { code: missing, at, summary: "The file does not exist" };
    case "outside":
      return { ...outsideProblem("The file", folderOf(realPathOf(file)), boundary), at };
    case "irregular":
      return { code: "file-unreadable", at, summary: "The file can't be read: not a regular file" };
    case "too-large":
      return {
        code: "file-too-large",
        at,
        summary: `The file has ${detail} bytes, more than the limit of ${MAX_TEXT_BYTES}`,
        help: "Split the file. A big album can keep its images in several JSON Lines files.",
      };
    case "failed":
      return { code: "file-unreadable", at, summary: `The file ${describeReadError(detail)}` };
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf(sep)));
}
