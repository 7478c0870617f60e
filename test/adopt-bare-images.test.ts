import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { draw, importDeck, listAdopted, openWorkspace, readPlan, succeed } from "./support/old-imports.js";
import { writeFiles } from "./support/project.js";
import type { Workspace } from "./support/transcript.js";

describe("an image of an adopted album", () => {
  it("is told from one of equal bytes by the name of its source", async (t) => {
    const workspace = openWorkspace(t);
    const bytes = await draw(1);
    const images = await importDeck(workspace, { "Ace.png": bytes, "Ace_copy.png": bytes });
    await succeed(workspace, "sync collect outputs --adopts folder");
    const plan = await readPlan(workspace);
    assert.deepEqual(listAdopted(plan), [
      ["image:decks/card-deck-20251013-213519/ace.png", images.indexOf("Ace.png") + 1],
      ["image:decks/card-deck-20251013-213519/ace_copy.png", images.indexOf("Ace_copy.png") + 1],
    ]);
  });

  it("is blocked when several rows could be it, until its entry names one", async (t) => {
    const workspace = openWorkspace(t);
    const twin = { "other/Ace.png": await draw(1), "Ace_2.png": await draw(1) };
    await importDeck(workspace, twin, { "Ace_of_Spades.png": await draw(1) });
    await succeed(workspace, "sync collect outputs --adopts folder");
    const { blocked, changes } = await readPlan(workspace);
    assert.deepEqual(
      blocked.map(({ address, code }) => [address, code]),
      [["image:decks/card-deck-20251013-213519/ace_of_spades.png", "adopt-ambiguous"]],
    );
    assert.match(blocked[0]?.reason ?? "", /row 1 \(Ace\.png\) or row 2 \(Ace_2\.png\)/);
    assert.match(blocked[0]?.help ?? "", /source\.file/);
    assert.ok([...changes].every(({ action }) => action !== "create"));
    assert.equal((await workspace.run("sync apply --yes")).status, 5);

    const manifest = "manifests/legacy/decks/card-deck-20251013-213519.yaml";
    await succeed(workspace, `sed -i 's#file: card_deck_.*Ace_of_Spades.png#file: Ace_2.png#' ${manifest}`);
    assert.deepEqual(listAdopted(await readPlan(workspace)), [
      ["image:decks/card-deck-20251013-213519/ace_of_spades.png", 2],
    ]);
  });

  it("is blocked when its album shows it in a row of another album's image, until it refers to that", async (t) => {
    for (const isReadable of [true, false]) {
      const workspace = await importSharedAce(t, isReadable);
      await succeed(workspace, "sync collect outputs --adopts folder");
      const { blocked, changes } = await readPlan(workspace);
      const taker = "decks/card-deck-20251013-213519/ace.png";
      assert.deepEqual(
        blocked.map(({ address }) => address),
        ["image:decks/tarot-deck-20251014-223846/ace.png"],
      );
      assert.match(blocked[0]?.reason ?? "", /in row 1 \(Ace\.png\) already, which image:decks\/card-deck/);
      assert.ok([...changes].every(({ action }) => action !== "create"));

      const manifest = "manifests/legacy/decks/tarot-deck-20251014-223846.yaml";
      await succeed(
        workspace,
        `sed -i '/^images:/,$d' ${manifest}; echo 'images: [{ ref: ${taker} }]' >> ${manifest}`,
      );
      assert.deepEqual(listAdopted(await readPlan(workspace)), [[`image:${taker}`, 1]]);
      await succeed(workspace, "sync apply --yes");
      assert.equal((await workspace.run("sync plan --detailed-exitcode")).status, 0);
    }
  });

  it("stays blocked once the row of the other album's image is recorded", async (t) => {
    const workspace = await importSharedAce(t, true);
    await succeed(workspace, "sync collect outputs --adopts folder");
    await succeed(workspace, "sync apply --skip-blocked --yes");
    const { blocked, changes } = await readPlan(workspace);
    assert.deepEqual([...changes], []);
    assert.deepEqual(
      blocked.map(({ address, code }) => [address, code]),
      [["image:decks/tarot-deck-20251014-223846/ace.png", "adopt-ambiguous"]],
    );
    assert.match(blocked[0]?.reason ?? "", /row 1 \(Ace\.png\) already, which is image:decks\/card-deck/);
  });

  it("is blocked by readable other bytes under the name of its source", async (t) => {
    const workspace = openWorkspace(t);
    await importDeck(workspace, { "Ace.png": await draw(1) }, { "Ace.png": await draw(2) });
    await succeed(workspace, "sync collect outputs --adopts folder");
    const { blocked } = await readPlan(workspace);
    assert.deepEqual(
      blocked.map(({ code }) => code),
      ["adopt-content-differs"],
    );
    assert.match(blocked[0]?.reason ?? "", /row 1 \(Ace\.png\)/);
  });

  it("is found in an album that was adopted before", async (t) => {
    const workspace = openWorkspace(t);
    const pictures = { "Ace.png": await draw(1), "Two.png": await draw(2) };
    await importDeck(workspace, pictures, { "Ace.png": pictures["Ace.png"] });
    await succeed(workspace, "sync collect outputs --adopts folder && sync apply --yes");
    writeFiles(workspace.dir, { "outputs/card_deck_20251013_213519/Two.png": pictures["Two.png"] });
    await succeed(workspace, "sync collect outputs");
    const plan = await readPlan(workspace);
    assert.ok([...plan.changes].every(({ action }) => action !== "create"));
    assert.deepEqual(listAdopted(plan), [["image:decks/card-deck-20251013-213519/two.png", 2]]);
  });
});

/** Two old decks that show one row, and a file of its bytes in the folder of each. */
async function importSharedAce(t: TestContext, isReadable: boolean): Promise<Workspace> {
  const workspace = openWorkspace(t);
  const ace = await draw(1);
  await importDeck(workspace, { "Ace.png": ace });
  const [first, second] = ["card_deck_20251013_213519", "tarot_deck_20251014_223846"];
  writeFiles(workspace.dir, { [`outputs/${second}/Ace.png`]: ace });
  const folder = isReadable ? "$PWD/outputs" : "/srv";
  for (const sql of [
    `INSERT INTO albums (id, name, is_public) VALUES (2, '${second}', 1)`,
    "INSERT INTO album_images (id, album_id, image_id, sort_order) VALUES (2, 2, 1, 0)",
    `UPDATE images SET file_path = '${folder}/${first}/Ace.png'`,
  ])
    await succeed(workspace, `sql "${sql}"`);
  return workspace;
}
