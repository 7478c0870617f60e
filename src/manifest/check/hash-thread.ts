import { hashFile } from "../../files/hash.js";
import { serve } from "../../threads/serve.js";

// A thread that hashes files for hashFiles.
serve((paths: readonly string[]): readonly (string | null)[] => paths.map(hashFile));
