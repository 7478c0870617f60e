import { statSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "../files/system-error.js";
import type { InspectPicture } from "../images/inspect.js";
import {
  type AssetCheck,
  openAssetRoot,
  placeAssetProblems,
  resolveAsset,
} from "../manifest/check/assets.js";
import { createPlacer } from "../manifest/text/project-files.js";
import { nameOf } from "../model/address.js";
import { compareDiagnostics } from "../model/diagnostic.js";
import { digestJson } from "../model/digest.js";
import type { Settings } from "../model/estate.js";
import type { Json } from "../model/json.js";
import { filter } from "../model/lists/sequence.js";
import { type Image, isImage, type Resource } from "../model/resource.js";
import { checkImage } from "./check-image.js";
import { type Ledger, openLedger } from "./ledger.js";
import { describeNearDuplicates, type HashedPicture } from "./near-duplicates.js";
import type { Tally, VerifyReport } from "./report.js";
import { checkSets } from "./sets.js";
import {
  checkThumbnail,
  compareThumbnails,
  type StoredThumbnail,
  type ThumbnailFile,
} from "./thumbnail-files.js";
import { describeUndeclared, ledgerFile, listUndeclared } from "./undeclared-files.js";
import type { ImageFinding, VerifyFinding } from "./verify-finding.js";

/** What is to be verified, and how. */
export interface VerifyRequest {
  readonly settings: Settings;
  readonly resources: Iterable<Resource>;
  /** Removes our thumbnails whose row was deleted and reports each; called before the folder is read. */
  readonly removeOutdated: () => Promise<readonly VerifyFinding[]>;
  /** Null without a database. */
  readonly thumbnails: readonly StoredThumbnail[] | null;
  readonly nearDuplicates: boolean;
  /** Files that are looked at at the same time. */
  readonly workers: number;
  /** Skips files that an unfinished run found intact, unless they changed. */
  readonly resume: boolean;
  readonly inspect: InspectPicture;
  /** Asked before each file: true stops the run. */
  readonly isOver: () => boolean;
  readonly onProgress: (step: Step) => void;
}

interface Step {
  readonly phase: "pictures" | "thumbnails";
  readonly done: number;
  readonly total: number;
}

/** Reads every declared file and every thumbnail of ours again; undefined when the asset root is not there. */
export async function verifyEstate(request: VerifyRequest): Promise<VerifyReport | undefined> {
  const look = openAssetRoot(request.settings);
  if (look === undefined) return undefined;
  const ledger = openLedger(createPlacer(request.settings)(ledgerFile(request.settings)), request.resume);
  const run = new VerifyRun(request, look, ledger);
  const report = await run.work().catch((error: unknown) => {
    ledger.close();
    throw error;
  });
  if (report.complete) ledger.discard();
  else ledger.close();
  return report;
}

class VerifyRun {
  readonly #request: VerifyRequest;
  readonly #look: AssetCheck;
  readonly #ledger: Ledger;
  readonly #images: readonly Image[];
  readonly #found: ImageFinding[] = [];
  readonly #findings: VerifyFinding[] = [];
  readonly #badThumbnails: number[] = [];
  /** One picture for each content: that equal bytes are alike needs no telling. */
  readonly #hashed = new Map<string, HashedPicture>();
  #takenOver = 0;

  constructor(request: VerifyRequest, look: AssetCheck, ledger: Ledger) {
    this.#request = request;
    this.#look = look;
    this.#ledger = ledger;
    this.#images = filter(request.resources, isImage);
  }

  async work(): Promise<VerifyReport> {
    const { settings, resources, thumbnails, nearDuplicates } = this.#request;
    const dir = join(settings.mediaDir, "thumbnails");
    this.#note(await this.#request.removeOutdated());
    const files = this.#images.map(({ address }) => nameOf(address));
    const undeclared = listUndeclared(settings, files).map(describeUndeclared);
    this.#note(undeclared);
    this.#note(checkSets(resources));
    const compared = thumbnails === null ? null : compareThumbnails(dir, thumbnails);
    this.#note(compared?.findings ?? []);
    for (const missing of compared?.missing ?? []) this.#badThumbnails.push(missing);
    const pictures = await this.#checkAll("pictures", this.#images, (image) => this.#checkImage(image));
    const small = await this.#checkAll("thumbnails", compared?.files ?? [], (file) =>
      this.#checkThumbnail(file, dir),
    );
    const complete = pictures.checked === pictures.total && small.checked === small.total;
    if (complete && nearDuplicates) this.#note(describeNearDuplicates([...this.#hashed.values()]));
    return {
      complete,
      pictures,
      thumbnails: compared === null ? null : small,
      takenOver: this.#takenOver,
      diagnostics: [...placeAssetProblems(settings, this.#found), ...this.#findings].sort(compareDiagnostics),
      badThumbnails: this.#badThumbnails.sort((a, b) => a - b),
    };
  }

  async #checkAll<T>(
    phase: Step["phase"],
    items: readonly T[],
    check: (item: T) => Promise<void>,
  ): Promise<Tally> {
    const { workers, isOver, onProgress } = this.#request;
    const queue = items.values();
    const total = items.length;
    let checked = 0;
    const work = async (): Promise<void> => {
      while (!isOver()) {
        const next = queue.next();
        if (next.done) return;
        await check(next.value);
        checked++;
        onProgress({ phase, done: checked, total });
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
    return { total, checked };
  }

  /** One by one: hundreds of thousands are too many arguments. */
  #note(findings: Iterable<VerifyFinding>): void {
    for (const finding of findings) this.#findings.push(finding);
  }

  async #checkImage(image: Image): Promise<void> {
    const { settings, inspect } = this.#request;
    const file = nameOf(image.address);
    const path = resolveAsset(settings, file);
    const { sha256, bytes, width, height } = image.fields;
    const hash = await this.#remember(
      image.address,
      path,
      [sha256 ?? null, bytes ?? null, width ?? null, height ?? null],
      async () => {
        const checked = await checkImage(image, path, this.#look, inspect);
        this.#found.push(...checked.problems.map((problem) => ({ image, problem })));
        return { hash: checked.hash, isSound: checked.problems.length === 0 };
      },
    );
    if (hash !== null && !this.#hashed.has(String(sha256))) this.#hashed.set(String(sha256), { file, hash });
  }

  async #checkThumbnail(file: ThumbnailFile, dir: string): Promise<void> {
    const path = join(dir, file.name);
    await this.#remember(file.name, path, [], async () => {
      const finding = await checkThumbnail(file, path, this.#request.inspect);
      if (finding === undefined) return { hash: "", isSound: true };
      this.#findings.push(finding);
      this.#badThumbnails.push(file.rowId);
      return { hash: null, isSound: false };
    });
  }

  /** The hash of a picture, from the ledger or from looking at it; null when it can't be decoded. */
  async #remember(
    key: string,
    path: string,
    declared: readonly Json[],
    check: () => Promise<{ readonly hash: string | null; readonly isSound: boolean }>,
  ): Promise<string | null> {
    const fingerprint = digestJson([...declared, ...readStamp(path)]);
    const sound = this.#ledger.find(key);
    if (sound?.fingerprint === fingerprint) {
      this.#takenOver++;
      return sound.hash;
    }
    const { hash, isSound } = await check();
    if (isSound && hash !== null) this.#ledger.add(key, { fingerprint, hash });
    return hash;
  }
}

/** Size and time of the last change; empty when the file can't be asked, which the check of it will tell. */
function readStamp(path: string): readonly string[] {
  return attempt(
    () => {
      const { size, mtimeNs } = statSync(path, { bigint: true });
      return [String(size), String(mtimeNs)];
    },
    () => [],
  );
}
