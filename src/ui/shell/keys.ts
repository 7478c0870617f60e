import { useEffect } from "preact/hooks";

/** Key → what it does; the key is named as KeyboardEvent.key does, with "Ctrl+" before it where that is held. */
type Keys = { readonly [key: string]: (event: KeyboardEvent) => void };

/** Keys of a page. Without Ctrl they rest while somebody types, and all of them rest under an open dialog. */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const isHeld = event.ctrlKey || event.metaKey;
      const name = `${isHeld ? "Ctrl+" : ""}${event.key.length === 1 && isHeld ? event.key.toLowerCase() : event.key}`;
      const act = Object.hasOwn(keys, name) ? keys[name] : undefined;
      if (act === undefined || document.querySelector("dialog[open]") !== null) return;
      if (!isHeld && isTyping(event.target)) return;
      event.preventDefault();
      act(event);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}

/** True in whatever takes letters. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.shadowRoot !== null || target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !["checkbox", "radio", "button", "range"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
