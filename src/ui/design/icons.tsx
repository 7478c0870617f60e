/** Outlines on a grid of 24, drawn with the colour of the text. */
const SHAPES = {
  templates: "M5 4h14v16H5zM8.500 8h7M8.500 12h7M8.500 16h4",
  albums: "M4 8h16v12H4zM7 5h10M4 16l5-4 4 3 3-2 4 3",
  images: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  discover: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm4 5-2.500 5.500L8 16l2.500-5.500z",
  plan: "M5 12h14M13 6l6 6-6 6",
  runs: "M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500 20 20",
  plus: "M12 5v14M5 12h14",
  undo: "M9 7 4 12l5 5M4 12h10a5 5 0 0 1 0 10h-2",
  redo: "m15 7 5 5-5 5M20 12H10a5 5 0 0 0 0 10h2",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  fill: "M6 4h12M12 8v12M7 15l5 5 5-5",
  close: "M6 6l12 12M18 6 6 18",
  check: "m5 13 4 4L19 7",
  warning: "M12 4 2.500 20h19zM12 10v4M12 17v.500",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zm10-3a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}
