import { computed, signal } from "@preact/signals";

/** Path and query of the address bar. */
const here = signal({ path: location.pathname, search: location.search });

export const path = computed(() => here.value.path);
export const query = computed(() => new URLSearchParams(here.value.search));

/** Shows another page, or the same one with another query. `replace`: no step for the back button. */
export function navigate(to: string, replace = false): void {
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  const isOther = location.pathname !== here.peek().path;
  here.value = { path: location.pathname, search: location.search };
  if (isOther && !replace) scrollTo(0, 0);
}

/** Sets filters in the address; empty values are left out. Typing in a search field makes no steps for the back button. */
export function setQuery(changed: { readonly [name: string]: string | undefined }): void {
  const next = new URLSearchParams(here.peek().search);
  for (const [name, value] of Object.entries(changed)) {
    if (value === undefined || value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  navigate(text === "" ? here.peek().path : `${here.peek().path}?${text}`, true);
}

/** Follows the back button, and takes clicks on links to pages of the app. */
export function startRouter(): void {
  addEventListener("popstate", () => {
    here.value = { path: location.pathname, search: location.search };
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const isPlain =
      event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (link === null || !isPlain || link.target !== "" || link.origin !== location.origin) return;
    if (
      event.defaultPrevented ||
      link.pathname.startsWith("/api/") ||
      (link.pathname === location.pathname && link.hash !== "")
    )
      return;
    event.preventDefault();
    navigate(link.pathname + link.search);
  });
}
