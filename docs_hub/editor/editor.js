// One editor over one textarea.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { markdownKeymap, markdownLanguage } from "@codemirror/lang-markdown";
import { syntaxHighlighting } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { serverLint } from "./lint.js";
import { pictureDrop } from "./pictures.js";
import { shortcuts, toolbar } from "./toolbar.js";

const QUIET = 150; // milliseconds without a key before the form hears of a change

export const openEditor = (area) => {
  const box = document.createElement("div");
  box.className = "docs-editor";
  const view = new EditorView({
    state: EditorState.create({ doc: area.value, extensions: extensions(area) }),
  });
  box.append(toolbar(view, area), view.dom);
  area.before(box);
  area.hidden = true;
  const label = area.id && document.querySelector(`label[for="${CSS.escape(area.id)}"]`);
  if (label) label.addEventListener("click", () => view.focus());
  area.docsEditor = view;
  return view;
};

const isMarkdown = (area) => area.dataset.dialect !== "rst";

const extensions = (area) => [
  lineNumbers(),
  highlightSpecialChars(),
  history(),
  drawSelection(),
  EditorState.allowMultipleSelections.of(true),
  EditorView.lineWrapping,
  EditorState.readOnly.of(area.disabled || area.readOnly),
  EditorView.editable.of(!(area.disabled || area.readOnly)),
  EditorView.contentAttributes.of(namesOf(area)),
  isMarkdown(area) ? markdownLanguage : [],
  syntaxHighlighting(classHighlighter),
  search({ top: true }),
  highlightSelectionMatches(),
  serverLint(area),
  pictureDrop(area),
  keymap.of([...shortcuts(area), ...(isMarkdown(area) ? markdownKeymap : []), ...lintKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
  intoForm(area),
];

// The Tab key goes on to the next field, as everywhere in a form.
const namesOf = (area) => ({
  "aria-label": area.dataset.label || "Text of the page",
  "aria-describedby": area.getAttribute("aria-describedby") || "",
  spellcheck: "true",
  autocapitalize: "sentences",
});

const intoForm = (area) => {
  let timer = 0;
  const tell = () => {
    clearTimeout(timer);
    timer = 0;
    for (const name of ["input", "change"]) area.dispatchEvent(new Event(name, { bubbles: true }));
  };
  return EditorView.updateListener.of((update) => {
    if (update.docChanged) {
      area.value = update.state.doc.toString();
      clearTimeout(timer);
      timer = setTimeout(tell, QUIET);
    }
    if (update.focusChanged && !update.view.hasFocus && timer) tell();
  });
};
