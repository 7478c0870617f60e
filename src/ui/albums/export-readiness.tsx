import { useState } from "preact/hooks";
import { type Problem, post } from "../api/client.js";
import { asProblem } from "../api/load.js";
import type { ExportCheck } from "../api/types.js";
import { Icon } from "../design/icons.js";
import { Diagnostics, ProblemNote, plural } from "../design/words.js";
import { canWrite } from "../shell/session.js";

const FORMATS = ["kohya", "imagefolder", "webdataset"] as const;

/** Says on request whether the album can be exported as a training set. */
export function ExportReadiness({ slug }: { readonly slug: string }) {
  const [format, setFormat] = useState<(typeof FORMATS)[number]>("kohya");
  const [found, setFound] = useState<ExportCheck | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  if (!canWrite.value) return null;
  const check = async () => {
    setBusy(true);
    setProblem(undefined);
    setFound(undefined);
    try {
      setFound(await post<ExportCheck>("/export/check", { album: slug, format }));
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <details class="fold export">
      <summary>Ready for training?</summary>
      <div class="inline-form">
        <select
          aria-label="Format"
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value as (typeof FORMATS)[number])}
        >
          {FORMATS.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <button type="button" disabled={isBusy} onClick={() => void check()}>
          {isBusy ? "Checking…" : "Check"}
        </button>
      </div>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      {found === undefined ? null : (
        <div role="status">
          <p>
            <Icon name={found.ready ? "check" : "warning"} /> {found.ready ? "Ready" : "Not ready"}:{" "}
            {plural(found.pictures, "picture")}, {found.uncaptioned} without a caption, {found.nsfwLeftOut}{" "}
            left out as NSFW.
          </p>
          <Diagnostics list={found.diagnostics} />
        </div>
      )}
    </details>
  );
}
