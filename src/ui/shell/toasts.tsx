import { signal } from "@preact/signals";

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "plain" | "bad";
  /** What can be done about it. */
  readonly actions: readonly ToastAction[];
}

interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

const toasts = signal<readonly Toast[]>([]);
let last = 0;
/** Long enough to reach for undo. */
const SHOWN_MS = 9000;

/** A line at the edge of the window, with what can be done about it. */
export function notify(
  text: string,
  options: { readonly tone?: Toast["tone"]; readonly actions?: readonly ToastAction[] } = {},
): void {
  last += 1;
  const toast: Toast = { id: last, text, tone: options.tone ?? "plain", actions: options.actions ?? [] };
  toasts.value = [...toasts.value.slice(-2), toast];
  setTimeout(() => dismiss(toast.id), SHOWN_MS);
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class={`toast toast-${toast.tone}`}>
          <span>{toast.text}</span>
          {toast.actions.map(({ label, run }) => (
            <button
              key={label}
              type="button"
              class="quiet"
              onClick={() => {
                run();
                dismiss(toast.id);
              }}
            >
              {label}
            </button>
          ))}
          <button type="button" class="quiet icon" aria-label="Dismiss" onClick={() => dismiss(toast.id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
