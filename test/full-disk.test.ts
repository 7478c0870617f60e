import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import Database from "better-sqlite3";
import { createGeneration } from "./support/generations.js";
import { PROJECT_DIR } from "./support/paths.js";
import { createWorkspace } from "./support/transcript.js";

// Disks are mounted in a namespace of the test's own, which not every kernel allows.
const skip = spawnSync("unshare", ["-rm", "true"]).status === 0 ? false : "no mount namespaces here";

/** A command whose output lies in `small`, a folder on a disk that is full. */
interface Case {
  readonly what: string;
  readonly command: string;
  /** What is done before, while there is room. */
  readonly before?: string;
  /** Bytes that are left of the disk. */
  readonly room?: number;
  /** What the message begins with. */
  readonly says: RegExp;
}

const APPLIED = "sync apply --yes -q > /dev/null";
const MOVED = "sed -i 's#^media:.*#media: { root: small/media }#' sync.config.yaml";

const CASES: readonly Case[] = [
  { what: "a saved plan", command: "sync plan --out small/p.json", says: /disk-full\] \S*small\/p\.json / },
  {
    what: "a report",
    command: "sync plan --format html --report small/r.html",
    says: /disk-full\] \S*small\/r\.html /,
  },
  ...["kohya", "imagefolder", "webdataset"].map((format) => ({
    what: `an export as ${format}`,
    before: APPLIED,
    command: `sync export singles/walks --any-album --format ${format} --out small/set`,
    says: /disk-full\] \S*small\/\.set\.tmp\/\S+ /,
  })),
  {
    what: "what verify remembers",
    before: `${APPLIED}; ${MOVED}; mkdir small/media`,
    command: "sync verify",
    says: /disk-full\] \S*small\/media\/sync-verify\.tmp /,
  },
  {
    what: "thumbnails",
    before: `sed -i 's#^media:.*#media: { root: small/media }#' sync.config.yaml; mkdir -p small/media/thumbnails`,
    command: "sync apply --yes",
    says: /disk-full\] \S*small\/media\/thumbnails\/\d+\.webp /,
  },
  {
    what: "staged files",
    before:
      "sed -i 's#^assets:.*#assets: { root: small/assets }#' sync.config.yaml; mkdir small/assets; echo main > small/assets/.album-sync-root; mkdir -p old/outputs/lora_tests; cp \"$PICTURE\" old/outputs/lora_tests/a.png",
    command: "sync collect old/outputs",
    says: /staging-failed\] \S*small\/assets\/lora-experiments\/lora-tests\/a\.png can't be written: no space/,
  },
  { what: "a project", command: "(cd small && sync init)", says: /disk-full\] \S*small\/\S+ / },
  {
    what: "the copy before a migration",
    before: "cp old.db small/albums.db",
    // Enough for the lock, too little for the copy.
    room: 65_536,
    command: "sync db migrate --db sqlite:small/albums.db",
    says: /database-full\] the copy \S*small\/albums\.db\.before-migration-\S+ can't grow/,
  },
];

describe("a full disk", () => {
  for (const { what, command, before = "true", room = 0, says } of CASES)
    it(`names the file of ${what}, and leaves nothing of it`, { skip }, async (t) => {
      const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
      t.after(() => workspace.remove());
      createGeneration(join(workspace.dir, "old.db"), "A");
      const script = `mkdir small; mount -t tmpfs -o size=512k tmpfs small
PICTURE="$(find data/legacy -name '*.png' | head -n 1)"
${before}
dd if=/dev/zero of=small/filler bs=4k 2> /dev/null; truncate -s -${room} small/filler
find small | sort > before.txt
${command}; echo "=> $?"
rm -f small/filler; find small | sort > after.txt; cp -r small kept; echo filler-gone`;
      const { stdout, stderr } = await workspace.run(
        `exec 2>&1; unshare -rm bash -s <<'END'\n${script}\nEND`,
      );
      const output = stdout + stderr;
      assert.match(output, says, output);
      assert.match(output, /^=> 1$/m, output);
      assert.match(output, /help: .*Free space on/, output);
      const [first, after] = await Promise.all(
        ["before.txt", "after.txt"].map(async (file) =>
          (await workspace.run(`cat ${file}`)).stdout.split("\n"),
        ),
      );
      const left = after?.filter(
        (file) => !first?.includes(file) && !/-(wal|shm)$|sync-verify\.tmp$/.test(file),
      );
      assert.deepEqual(
        left?.filter((file) => !/^small\/(assets\/lora-experiments.*|manifests|data)$/.test(file)),
        [],
        "leftovers",
      );
      const locks = new Database(join(workspace.dir, "data/albums.db"), { fileMustExist: false });
      const table = locks
        .prepare("SELECT count(*) FROM sqlite_master WHERE name = 'sync_lock'")
        .pluck()
        .get();
      if (table === 1) assert.deepEqual(locks.prepare("SELECT * FROM sync_lock").all(), []);
      locks.close();
    });
});
