import {
  autocompletion,
  type Completion,
  type CompletionContext,
  closeBrackets,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, type Diagnostic as Mark, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Diagnostic } from "../api/types.js";
import { keysAt } from "./form/schema.js";

export interface YamlEditor {
  showDiagnostics(list: readonly Diagnostic[]): void;
  /** Puts the cursor there; both count from 1. */
  goTo(line: number, column: number): void;
  /** Shows another text, as undo and discard bring it; a no-op when it is shown already. Not told to onChange. */
  show(text: string): void;
  destroy(): void;
}

/**
 * CodeMirror in a shadow root of `host`: there its styles are adopted sheets, which need no exception from the policy
 * against inline styles.
 */
export function mountYamlEditor(
  host: HTMLElement,
  options: {
    readonly text: string;
    readonly line: number | undefined;
    readonly isReadOnly: boolean;
    readonly columns: readonly string[];
    readonly onChange: (text: string) => void;
  },
): YamlEditor {
  let isShowing = false;
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        closeBrackets(),
        highlightActiveLine(),
        EditorView.lineWrapping,
        yaml(),
        syntaxHighlighting(COLOURS),
        LOOK,
        EditorView.contentAttributes.of({ "aria-label": "Manifest as YAML" }),
        EditorState.readOnly.of(options.isReadOnly),
        autocompletion({ override: [(context) => complete(context, options.columns)] }),
        // Tab is left to the browser, so that the keyboard gets out again.
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !isShowing) options.onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  const editor: YamlEditor = {
    showDiagnostics(list) {
      view.dispatch(
        setDiagnostics(
          view.state,
          list.flatMap((diagnostic) => markOf(view, diagnostic)),
        ),
      );
    },
    goTo(line, column) {
      const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
      const position = Math.min(at.from + column - 1, at.to);
      view.dispatch({
        selection: { anchor: position },
        effects: EditorView.scrollIntoView(position, { y: "center" }),
      });
      view.focus();
    },
    show(text) {
      if (view.state.doc.toString() === text) return;
      isShowing = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      isShowing = false;
    },
    destroy: () => view.destroy(),
  };
  if (options.line !== undefined) editor.goTo(options.line, 1);
  return editor;
}

function markOf(view: EditorView, { severity, summary, source }: Diagnostic): readonly Mark[] {
  if (source?.line === undefined || source.line > view.state.doc.lines) return [];
  const line = view.state.doc.line(source.line);
  const from = Math.min(line.from + (source.column ?? 1) - 1, line.to);
  const word = /^[^\s,}\]]+/.exec(view.state.doc.sliceString(from, line.to))?.[0].length ?? 0;
  return [{ from, to: from + word, severity, message: summary }];
}

/** Keys of the schema at the start of a line, columns after an opening brace. */
function complete(context: CompletionContext, columns: readonly string[]) {
  const brace = context.matchBefore(/\{[^{}\s]*$/);
  if (brace !== null)
    return {
      from: brace.from + 1,
      options: columns.map((column): Completion => ({ label: column, type: "variable" })),
    };
  const key = context.matchBefore(/^\s*[a-z_]*$/);
  if (key === null || (key.text === "" && !context.explicit)) return null;
  const indent = /^\s*/.exec(key.text)?.[0].length ?? 0;
  const parent = indent === 0 ? undefined : parentOf(context.state.doc.sliceString(0, key.from));
  const keys = parent === undefined ? keysAt() : keysAt(parent);
  return {
    from: key.from + indent,
    options: keys.map(
      (entry): Completion => ({
        label: entry.key,
        type: "property",
        info: entry.description,
        apply: `${entry.key}: `,
      }),
    ),
  };
}

/** The last key without indentation. */
function parentOf(text: string): string | undefined {
  return [...text.matchAll(/^([a-z_]+):/gm)].at(-1)?.[1];
}

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.lineComment, tags.comment], color: "var(--ink-2)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--amber-ink)" },
  { tag: [tags.string, tags.content], color: "var(--ink)" },
  { tag: [tags.separator, tags.punctuation, tags.meta], color: "var(--ink-2)" },
]);

const LOOK = EditorView.theme({
  "&": { fontSize: "0.875rem", color: "var(--ink)", backgroundColor: "var(--sheet)", borderRadius: "10px" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.65", padding: "0.75rem 0" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--ink-2)", border: "none" },
  ".cm-activeLine": { backgroundColor: "var(--hover)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--selected) !important",
  },
  // CodeMirror draws these with pictures in data: addresses, which the content policy refuses.
  ".cm-lint-marker": {
    content: "normal",
    width: "0.6em",
    height: "0.6em",
    margin: "0.5em 0.2em",
    borderRadius: "50%",
  },
  ".cm-lint-marker-error": { content: "normal", backgroundColor: "var(--rust-ink)" },
  ".cm-lint-marker-warning": { content: "normal", backgroundColor: "var(--amber-ink)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--rust-ink)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--amber-ink)" },
  ".cm-tooltip": {
    backgroundColor: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "8px",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
  },
});
