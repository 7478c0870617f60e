#!/usr/bin/env node
// CommonJS, as bin/package.json says: the loader of ES modules takes 5 ms to start.
const { enableCompileCache } = require("node:module");
const { join } = require("node:path");
const { openPieces } = require("./pieces.js");

const folder = join(__dirname, "../dist/bundle");
// From Node 22 on, Node.js itself keeps the compiled code of what follows, in the folder for temporary files. A profiler or
// what counts the work (`node --import …`) has to see the code compiled.
if (enableCompileCache === undefined && process.execArgv.length === 0) openPieces(folder)("main.cjs");
else {
  enableCompileCache?.();
  require("../dist/bundle/main.cjs");
}
