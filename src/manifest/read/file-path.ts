import type { Problem } from "../text/problem.js";

const LONGEST_SEGMENT_BYTES = 255;
const LONGEST_PATH = 500;
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;

type PathProblem = Pick<Problem, "code" | "summary" | "expected" | "help">;

/**
 * What is wrong with the path of an image under its asset root; undefined when it can be stored and checked out
 * everywhere. `prefix`: how many characters the database's path has in front of it.
 */
export function checkFilePath(file: string, prefix: number): PathProblem | undefined {
  const segments = file.split("/");
  if (file.startsWith("/") || /^[A-Za-z]:/.test(file) || segments.includes("..")) {
    return {
      code: "file-outside-root",
      summary: "The path points outside the asset root",
      expected: "a path under the asset root, such as decks/a.png",
    };
  }
  return checkForm(file, segments) ?? checkNames(segments) ?? checkLength(file, segments, prefix);
}

/** True when a path of so many characters can be stored below that prefix. */
export function fitsRoot(length: number, prefix: number): boolean {
  return prefix + length <= LONGEST_PATH;
}

function checkForm(file: string, segments: readonly string[]): PathProblem | undefined {
  if (file.includes("\\")) {
    return { code: "bad-file-path", summary: "The path contains a backslash", expected: "/ between folders" };
  }
  if (/\p{Cc}/u.test(file))
    return { code: "bad-file-path", summary: "The path contains a control character" };
  if (segments.some((segment) => segment === "" || segment === ".")) {
    return {
      code: "bad-file-path",
      summary: "The path has an empty segment or a dot segment",
      expected: segments.filter((segment) => segment !== "" && segment !== ".").join("/"),
    };
  }
  return undefined;
}

function checkNames(segments: readonly string[]): PathProblem | undefined {
  const bad = segments.find((name) => RESERVED.test(name) || /[<>:"|?*]/.test(name) || /[. ]$/.test(name));
  if (bad === undefined) return undefined;
  return {
    code: "windows-reserved-name",
    summary: `Windows can't have a file or folder called "${bad}"`,
    help: "Rename the file so that the repository can be checked out on Windows.",
  };
}

function checkLength(file: string, segments: readonly string[], prefix: number): PathProblem | undefined {
  // No UTF-16 code unit takes more than three bytes.
  if (file.length * 3 <= LONGEST_SEGMENT_BYTES && prefix + file.length <= LONGEST_PATH) return undefined;
  if (segments.some((name) => Buffer.byteLength(name) > LONGEST_SEGMENT_BYTES)) {
    return {
      code: "name-too-long",
      summary: "A segment of the path is too long for a file name",
      expected: `at most ${LONGEST_SEGMENT_BYTES} bytes between slashes`,
    };
  }
  const { length } = [...file];
  if (fitsRoot(length, prefix)) return undefined;
  return {
    code: "name-too-long",
    summary: `The path has ${prefix + length} characters, the folder it is served from included`,
    expected: `at most ${LONGEST_PATH}`,
  };
}
