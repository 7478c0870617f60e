import { serve } from "../../threads/serve.js";
import { hashFile } from "../text/hash-file.js";

// A thread that hashes files for hashFiles.
serve((paths: readonly string[]): readonly (string | null)[] => paths.map(hashFile));
