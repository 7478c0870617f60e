import { notify } from "./toasts.js";

/** A command to copy, for what only the command line can do. */
export function Command({ text }: { readonly text: string }) {
  return (
    <p class="command">
      <code>{text}</code>
      <button
        type="button"
        class="quiet"
        onClick={() =>
          void navigator.clipboard.writeText(text).then(
            () => notify("Copied"),
            () => notify("The browser does not let us write to the clipboard.", { tone: "bad" }),
          )
        }
      >
        Copy
      </button>
    </p>
  );
}
