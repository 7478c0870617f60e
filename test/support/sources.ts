import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import { PROJECT_DIR } from "./paths.js";

/** An import as it is written: the file below src, and the package or the path from the project's folder. */
export interface Import {
  readonly file: string;
  readonly target: string;
}

/** Every TypeScript file of src, relative to it, ascending. */
export const SOURCES: readonly string[] = readdirSync(join(PROJECT_DIR, "src"), {
  recursive: true,
  encoding: "utf8",
})
  .map((name) => name.split(sep).join("/"))
  .filter((name) => /\.tsx?$/.test(name))
  .sort();

/** Exports that no other file of the project names, as `file name`. */
export function findUnusedExports(): readonly string[] {
  const words = wordsOfImporters();
  return SOURCES.filter((file) => !file.includes("generated/")).flatMap((file) => {
    const text = readSource(file);
    const names = text.matchAll(EXPORTED);
    const used = words.get(`src/${file}`) ?? new Set();
    return Array.from(names, ([, name]) => name as string)
      .filter((name) => !used.has(name))
      .map((name) => `${file} ${name}`);
  });
}

const EXPORTED =
  /^export (?:(?:abstract|async|declare) )*(?:class|const|function\*?|interface|let|type) (\w+)/gm;

/** File → every word of the files that import it, by whatever road. */
function wordsOfImporters(): ReadonlyMap<string, ReadonlySet<string>> {
  const words = new Map<string, Set<string>>();
  for (const folder of ["src", "test", "bench", "bin", "sample", "scripts"]) {
    for (const name of readdirSync(join(PROJECT_DIR, folder), { recursive: true, encoding: "utf8" })) {
      const file = posix.join(folder, name.split(sep).join("/"));
      if (!/\.(tsx?|js|mjs)$/.test(file) || file.includes("/fixtures/")) continue;
      const text = readFileSync(join(PROJECT_DIR, file), "utf8");
      for (const [, path] of text.matchAll(/"(\.{1,2}\/[^"]+)"/g)) {
        const target = posix.join(dirname(file), path as string).replace(/^dist\//, "");
        for (const source of [target.replace(/\.js$/, ".ts"), target.replace(/\.js$/, ".tsx")]) {
          const known = words.get(source) ?? new Set();
          for (const word of text.match(/\w+/g) ?? []) known.add(word);
          words.set(source, known);
        }
      }
    }
  }
  return words;
}

/** The text of a file of src. */
export function readSource(file: string): string {
  return readFileSync(join(PROJECT_DIR, "src", file), "utf8");
}

/** Every import of src. */
export function readImports(): readonly Import[] {
  return SOURCES.flatMap((file) => {
    const text = readSource(file);
    const specifiers = text.matchAll(/(?:(?<!\.)\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g);
    return Array.from(specifiers, ([, specifier]) => ({
      file,
      target: resolveTarget(file, specifier as string),
    }));
  });
}

function resolveTarget(file: string, specifier: string): string {
  return specifier.startsWith(".") ? posix.join("src", dirname(file), specifier) : specifier;
}

/** How many lines a file of src has. */
export function countLines(file: string): number {
  return readSource(file).split("\n").length - 1;
}
