import type { Json } from "../../api/types.js";
import { Icon } from "../../design/icons.js";
import type { Draft } from "../draft/draft.js";
import { type Lora, lorasOf } from "../draft/values.js";

/** LoRAs with their weights. */
export function LoraFields({ draft, isReadOnly }: { readonly draft: Draft; readonly isReadOnly: boolean }) {
  const loras = lorasOf(draft.content.value.values);
  const set = (next: readonly Lora[], place = "") => draft.setValue("loras", next as unknown as Json, place);
  return (
    <fieldset class="loras">
      <legend>LoRAs</legend>
      {loras.length === 0 ? <p class="muted">None</p> : null}
      {loras.map((lora, at) => (
        // LoRAs have no identity but their place.
        <div key={at} class="lora">
          <input
            aria-label={`Path of LoRA ${at + 1}`}
            value={lora.path}
            readOnly={isReadOnly}
            onInput={(event) =>
              set(loras.with(at, { ...lora, path: event.currentTarget.value }), `lora.${at}.path`)
            }
          />
          <input
            aria-label={`Weight of LoRA ${at + 1}`}
            type="number"
            step="0.05"
            value={String(lora.weight)}
            readOnly={isReadOnly}
            onInput={(event) => {
              const weight = event.currentTarget.valueAsNumber;
              if (Number.isFinite(weight)) set(loras.with(at, { ...lora, weight }), `lora.${at}.weight`);
            }}
          />
          {isReadOnly ? null : (
            <button
              type="button"
              class="quiet icon"
              aria-label={`Remove LoRA ${at + 1}`}
              onClick={() => set(loras.toSpliced(at, 1))}
            >
              <Icon name="trash" />
            </button>
          )}
        </div>
      ))}
      {isReadOnly ? null : (
        <button type="button" class="quiet" onClick={() => set([...loras, { path: "lora/", weight: 1 }])}>
          <Icon name="plus" /> Add LoRA
        </button>
      )}
    </fieldset>
  );
}
