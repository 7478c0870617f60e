import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icons.js";

/**
 * A dialog at the side of the window or in its middle. Focus begins at what is marked with data-first, stays in it, and
 * goes back when it closes.
 */
export function Sheet(props: {
  readonly title: string;
  readonly shape: "side" | "middle" | "full";
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly foot?: ComponentChildren;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before the next key comes: what is typed at once belongs into the dialog.
  useLayoutEffect(() => {
    const { current } = dialog;
    const before = document.activeElement;
    current?.showModal();
    current?.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      current?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`sheet sheet-${props.shape}`}
      aria-label={props.title}
      onKeyDown={props.onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      onClick={(event) => event.target === dialog.current && props.onClose()}
    >
      <div class="sheet-body">
        <header>
          <h2>{props.title}</h2>
          <button type="button" class="quiet icon" aria-label="Close" onClick={props.onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div class="sheet-content">{props.children}</div>
        {props.foot === undefined ? null : <footer>{props.foot}</footer>}
      </div>
    </dialog>
  );
}
