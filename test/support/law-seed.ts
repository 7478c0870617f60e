// Loaded before each test file: with LAW_SEED set, all properties try the same cases in each run; see
// docs/decisions/0015-the-same-cases-each-time.md.
import fc from "fast-check";

const { LAW_SEED } = process.env;
if (LAW_SEED !== undefined) fc.configureGlobal({ seed: Number(LAW_SEED) });
