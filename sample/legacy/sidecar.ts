/** A LoRA as a sidecar of several names it. */
export interface NamedLora {
  readonly path: string;
  readonly name: string;
  readonly weight: number;
}

/** What the generator wrote beside an image; `lora` for one, `loras` for several. */
export interface Sidecar {
  readonly prompt: string;
  readonly negative_prompt: string;
  readonly model: string;
  readonly width: number;
  readonly height: number;
  readonly steps: number;
  readonly guidance_scale: number;
  /** Decimal digits: a 64-bit seed does not fit a number. Null: none was given. */
  readonly seed: string | null;
  /** Local time without a zone, six fractional digits. */
  readonly timestamp: string;
  readonly lora?: { readonly path: string; readonly weight: number };
  readonly loras?: readonly NamedLora[];
  readonly tags?: readonly string[];
  readonly caption?: string;
}

/** The sidecar as the generator's JSON: the seed a bare number, keys in its order. */
export function formatSidecar(sidecar: Sidecar): string {
  const json = JSON.stringify(sidecar, undefined, 2);
  return `${sidecar.seed === null ? json : json.replace(/^ {2}"seed": "(\d+)",$/m, '  "seed": $1,')}\n`;
}
