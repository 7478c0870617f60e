// Not measured: lets a database say that every thumbnail was made, as after a whole apply. Arguments: the project, the
// URL of the database. The files are not made: nobody who only plans looks at them.
import { writeTransaction } from "../../src/db/connection/connect.js";
import { openDatabase } from "../../src/db/open-database.js";
import { createThumbnailQueue } from "../../src/db/queue/thumbnail-queue.js";
import { nameRecipe } from "../../src/images/recipe.js";
import { loadSettings } from "../../src/manifest/read/settings.js";

const [project, url] = process.argv.slice(2) as [string, string];
const { settings } = loadSettings({ cwd: project, overrides: {} });
if (settings === undefined) throw new Error(`There is no configuration in ${project}.`);
const recipe = nameRecipe(settings.thumbnailEffort);
const handle = await openDatabase(url, { mode: "write" });
await writeTransaction(handle, async (session) => {
  session.run(
    `INSERT INTO sync_thumbnails (image_id, estate, guard, sha256, recipe, state, recorded_at)
      SELECT row_id, estate, guard, sha256, ?, 'made', '2026-01-01 00:00:00.000000' FROM sync_objects
      WHERE kind = 'image' AND state = 'owned'`,
    recipe,
  );
});
await createThumbnailQueue(handle, settings.estate).settle(recipe);
await handle.close();
