import type { Address } from "../../model/address.js";
import { canonicalJson } from "../../model/json.js";
import type { Fields } from "../../model/resource.js";
import { OBJECT_FIELDS, readStored } from "../backend/stored-json.js";
import type { Execution } from "./execution.js";

/** An album that has another address now. */
interface MovedAlbum {
  readonly rowId: number;
  readonly from: Address;
  readonly address: Address;
}

/**
 * Names albums by their new address in the records of the images that they show: a later plan that does not know of the
 * move must still see that these links were declared.
 */
export function followAlbums({ session, estate }: Execution, moved: readonly MovedAlbum[]): void {
  const names = new Map<string, Address>(moved.map(({ from, address }) => [from, address]));
  const records = new Map<string, string>();
  for (const { rowId } of moved) {
    const rows = session.all(
      `SELECT o.address, o.fields FROM album_images l JOIN sync_objects o
        ON o.estate = ? AND o.kind = 'image' AND o.row_id = l.image_id WHERE l.album_id = ?`,
      estate,
      rowId,
    );
    for (const [address, fields] of rows) records.set(String(address), String(fields));
  }
  for (const [address, text] of records) {
    const fields = readStored<Fields>(OBJECT_FIELDS, text, estate, address);
    if (!Array.isArray(fields.albums)) continue;
    const albums = fields.albums.map((album) => names.get(String(album)) ?? album).sort();
    session.run(
      "UPDATE sync_objects SET fields = ? WHERE estate = ? AND address = ?",
      canonicalJson({ ...fields, albums }),
      estate,
      address,
    );
  }
}
