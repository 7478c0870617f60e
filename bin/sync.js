#!/usr/bin/env node
import module from "node:module";

// From Node 22 on, keeps the compiled code of what follows in the folder for temporary files.
module.enableCompileCache?.();
await import("../dist/src/cli/main.js");
