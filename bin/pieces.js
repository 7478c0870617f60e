// Loads the pieces of dist/bundle with the compiled code that the build of this checkout kept beside them: 20 ms of a
// processor for a plan, a third of what Node.js itself takes to start (docs/decisions/0033-the-program-in-pieces.md).
const { readFileSync } = require("node:fs");
const { createRequire, wrap } = require("node:module");
const { join } = require("node:path");
const { Script } = require("node:vm");

/**
 * What gives the exports of a piece by its file name. V8 leaves compiled code alone that another version of it made, or one
 * with other flags, or of a text of another length; the names of pieces are of their content, but for the first one's.
 * `onCompiled` is called with the file and the script of each piece.
 */
exports.openPieces = function openPieces(folder, onCompiled = () => {}) {
  const requireOutside = createRequire(join(folder, "main.cjs"));
  const pieces = new Map();
  const requireAny = (id) => (id.startsWith("./") ? load(id.slice(2)) : requireOutside(id));
  function load(name) {
    const known = pieces.get(name);
    if (known !== undefined) return known.exports;
    const piece = { exports: {} };
    pieces.set(name, piece);
    const filename = join(folder, name);
    const script = new Script(wrap(readFileSync(filename, "utf8")), {
      filename,
      cachedData: readCompiled(compiledFileOf(filename)),
    });
    onCompiled(filename, script);
    script.runInThisContext()(piece.exports, requireAny, piece, filename, folder);
    return piece.exports;
  }
  return load;
};

/** Where the compiled code of a piece lies. V8 looks at its version and flags, but not at the kind of processor. */
function compiledFileOf(file) {
  return `${file}.${process.arch}.v8`;
}
exports.compiledFileOf = compiledFileOf;

function readCompiled(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
