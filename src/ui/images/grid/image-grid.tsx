import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { changes } from "../../api/events.js";
import { ProblemNote } from "../../design/words.js";
import { layOut, scrollOf, windowOf } from "./geometry.js";
import type { ImagePages } from "./image-pages.js";
import type { Selection } from "./selection.js";
import { Tile } from "./tile.js";

/** How long the scroll rests before pages are asked for: a jump asks only for where it ends. */
const REST_MS = 60;

/** Pictures of a query. Scrolls with the window; only what is in sight is in the document. */
export function ImageGrid(props: {
  readonly pages: ImagePages;
  readonly selection: Selection;
  readonly label: string;
  readonly onOpen: (index: number) => void;
  readonly onKey: (event: KeyboardEvent, index: number) => void;
}) {
  const { pages, selection } = props;
  const total = pages.total.value ?? 0;
  const box = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState(0);
  const anchor = useRef(0);
  const takesFocus = useRef(false);
  const view = useView(box);
  const geometry = layOut(total, view.width, view.seen, view.width < 600 ? 104 : 168);
  const shown = windowOf(geometry, view.scrolled, view.seen, total);
  // Reading it draws the grid again when a page comes.
  const drawn = pages.version.value;
  useEffect(() => {
    const timer = setTimeout(() => pages.see(shown.start, Math.max(shown.end, 1)), total === 0 ? 0 : REST_MS);
    return () => clearTimeout(timer);
  }, [pages, shown.start, shown.end, total]);
  const changed = changes.value;
  const known = useRef(changed);
  // What is on the screen is loaded again when something changed, and not when it was scrolled.
  useEffect(() => {
    if (known.current === changed) return;
    known.current = changed;
    pages.refresh(shown.start, shown.end);
  }, [changed, pages]);
  useLayoutEffect(() => {
    if (!takesFocus.current) return;
    const tile = box.current?.querySelector<HTMLElement>(`[data-index="${focus}"]`);
    if (!tile) return;
    takesFocus.current = false;
    tile.focus({ preventScroll: true });
  }, [focus, shown.start, drawn]);

  const moveTo = (index: number, isExtended = false) => {
    const to = Math.min(Math.max(index, 0), total - 1);
    takesFocus.current = true;
    setFocus(to);
    if (isExtended) void selectRange(pages, selection, anchor.current, to);
    else anchor.current = to;
    // A key says where it ends, so nothing has to rest first.
    pages.see(to - geometry.columns * 4, to + geometry.columns * 4);
    const row = Math.floor(to / geometry.columns);
    bringIntoSight(box.current, geometry, row, view.seen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: { readonly [key: string]: number } = {
      ArrowLeft: focus - 1,
      ArrowRight: focus + 1,
      ArrowUp: focus - geometry.columns,
      ArrowDown: focus + geometry.columns,
      Home: 0,
      End: total - 1,
      PageUp: focus - geometry.columns * Math.max(1, Math.floor(view.seen / geometry.step)),
      PageDown: focus + geometry.columns * Math.max(1, Math.floor(view.seen / geometry.step)),
    };
    const to = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    const image = pages.at(focus);
    if (to !== undefined) moveTo(to, event.shiftKey);
    else if ((event.key === " " || event.key === "x") && image !== undefined) selection.toggle(image.id);
    else if (event.key === "Enter") props.onOpen(focus);
    else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey))
      void selectAll(pages, selection);
    else if (event.key === "Escape") selection.clear();
    else return props.onKey(event, focus);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      {pages.problem.value === undefined ? null : <ProblemNote problem={pages.problem.value} />}
      <div
        ref={box}
        class="wall"
        role="listbox"
        aria-multiselectable="true"
        aria-label={props.label}
        style={{ height: `${pages.total.value === undefined ? 600 : geometry.height}px` }}
        onKeyDown={onKeyDown}
      >
        <div
          class="wall-tiles"
          role="presentation"
          style={{
            transform: `translateY(${shown.offset}px)`,
            "--tile": `${geometry.tile}px`,
            "--columns": geometry.columns,
          }}
        >
          {Array.from({ length: Math.max(0, shown.end - shown.start) }, (_, offset) => {
            const index = shown.start + offset;
            const image = pages.at(index);
            return (
              <Tile
                key={index}
                index={index}
                total={total}
                image={image}
                isFocus={
                  index === focus || (index === shown.start && (focus < shown.start || focus >= shown.end))
                }
                isSelected={image !== undefined && selection.has(image.id)}
                isSelecting={selection.count.value > 0}
                onToggle={(event) => {
                  if (image === undefined) return;
                  if (event.shiftKey) return moveTo(index, true);
                  anchor.current = index;
                  setFocus(index);
                  selection.toggle(image.id);
                }}
                onOpen={() => {
                  setFocus(index);
                  props.onOpen(index);
                }}
              />
            );
          })}
        </div>
      </div>
    </>
  );
}

/** Selects every image of the query, whether it was loaded or not. */
export async function selectAll(pages: ImagePages, selection: Selection): Promise<void> {
  selection.add(await pages.ids());
}

async function selectRange(pages: ImagePages, selection: Selection, from: number, to: number): Promise<void> {
  const [first, last] = from < to ? [from, to] : [to, from];
  const loaded = Array.from({ length: last - first + 1 }, (_, offset) => pages.at(first + offset)?.id);
  const ids = loaded.filter((id) => id !== undefined);
  selection.add(ids.length === loaded.length ? ids : (await pages.ids()).slice(first, last + 1));
}

/** Width of the grid, height of the window, and how far the window is into the grid. */
function useView(box: { readonly current: HTMLElement | null }) {
  const [view, setView] = useState({ width: 1000, seen: innerHeight, scrolled: 0 });
  useLayoutEffect(() => {
    let frame = 0;
    const measure = () => {
      frame = 0;
      const element = box.current;
      if (element === null) return;
      const { top, width } = element.getBoundingClientRect();
      const next = { width, seen: innerHeight, scrolled: Math.max(0, -top) };
      setView((was) =>
        was.width === next.width && was.seen === next.seen && was.scrolled === next.scrolled ? was : next,
      );
    };
    const soon = () => {
      frame ||= requestAnimationFrame(measure);
    };
    measure();
    const observer = new ResizeObserver(soon);
    if (box.current !== null) observer.observe(box.current);
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      removeEventListener("scroll", soon);
      removeEventListener("resize", soon);
    };
  }, [box]);
  return view;
}

function bringIntoSight(
  box: HTMLElement | null,
  geometry: ReturnType<typeof layOut>,
  row: number,
  seen: number,
): void {
  if (box === null) return;
  const start = box.getBoundingClientRect().top + scrollY;
  const depth = row * geometry.step;
  const top = scrollOf(geometry, depth, seen);
  const isScaled = geometry.whole > geometry.height;
  if (start + top < scrollY + 80) scrollTo({ top: start + top - 80 });
  else if (start + top + geometry.tile > scrollY + seen - 120)
    scrollTo({
      top: isScaled
        ? start + scrollOf(geometry, Math.max(0, depth + geometry.tile - seen + 120), seen)
        : start + top + geometry.tile - seen + 120,
    });
}
