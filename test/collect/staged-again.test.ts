import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, statSync, utimesSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { writeReplica } from "../../sample/legacy/replica.js";
import { deriveFacts } from "../../src/collect/facts/derive-facts.js";
import { DEFAULT_LIMITS } from "../../src/images/header.js";
import { PROJECT_DIR } from "../support/paths.js";
import { SHIPPED_TEMPLATES } from "../support/sample-sets.js";
import { surveyWhole } from "../support/survey.js";
import { makeTempDir } from "../support/temp-dir.js";

describe("a staged copy", () => {
  it("gives the facts of its source again", async (t) => {
    const dir = makeTempDir(t);
    await writeReplica(dir, PROJECT_DIR);
    const { findings } = await surveyWhole(join(dir, "outputs"), { templates: SHIPPED_TEMPLATES });
    for (const { path, stagedAs, sidecar, album, file, facts, origins, sha256 } of findings) {
      const picture = copy(path, join(dir, "staged", stagedAs));
      const again = await deriveFacts({
        picture,
        sidecar: sidecar && copy(sidecar.path, join(dir, "staged", sidecar.stagedAs)),
        file,
        sidecarFile: sidecar?.file ?? null,
        albumType: album.type,
        template: SHIPPED_TEMPLATES.find(({ slug }) => slug === album.set_template),
        timeZone: "UTC",
        limits: DEFAULT_LIMITS,
      });
      assert.ok(!("code" in again));
      assert.deepEqual([again.facts, again.origins, again.sha256], [facts, origins, sha256]);
    }
  });
});

function copy(from: Buffer, to: string): Buffer {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  const { mtimeNs } = statSync(from, { bigint: true });
  utimesSync(to, Number(mtimeNs) / 1e9, Number(mtimeNs) / 1e9);
  return Buffer.from(to);
}
