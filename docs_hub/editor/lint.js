// What the site finds in the text, in the margin and in the list below the field.
import { lintGutter, linter } from "@codemirror/lint";
import { send } from "./server.js";

const WAIT = 800;

export const serverLint = (area) => {
  if (!area.dataset.lintUrl) return [];
  let running = null;
  const look = async (view) => {
    running?.abort();
    running = new AbortController();
    const data = new FormData();
    data.set("text", view.state.doc.toString());
    try {
      const { found } = await send(area, area.dataset.lintUrl, data, running.signal);
      showList(area, found);
      return found.filter((one) => one.line <= view.state.doc.lines).map((one) => mark(view, one));
    } catch {
      return []; // the next look will tell
    }
  };
  return [lintGutter(), linter(look, { delay: WAIT })];
};

const mark = (view, { line, level, says }) => {
  const { from, to, text } = view.state.doc.line(line);
  return { from: from + text.length - text.trimStart().length, to, severity: level, message: says };
};

const showList = (area, found) => {
  const list = document.querySelector("[data-docs-findings]");
  if (!list) return;
  list.replaceChildren(...found.map(({ line, says }) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "docs-findings__line";
    button.textContent = `Line ${line}`;
    button.addEventListener("click", () => goTo(area.docsEditor, line));
    item.append(button, ` ${says}`);
    return item;
  }));
  const none = document.querySelector("[data-docs-no-findings]");
  if (none) none.hidden = found.length > 0;
};

const goTo = (view, line) => {
  const at = view.state.doc.line(Math.min(line, view.state.doc.lines)).from;
  view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
  view.focus();
};
