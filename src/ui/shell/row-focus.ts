/** Moves the focus from row to row of a list by the links that its rows have. */
export function useRows(list: { readonly current: HTMLElement | null }): { step(by: number): void } {
  return {
    step(by) {
      const links = [...(list.current?.querySelectorAll<HTMLElement>(".row-link") ?? [])];
      const at = links.indexOf(document.activeElement as HTMLElement);
      const next =
        at === -1 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1);
      links[next]?.focus();
    },
  };
}
