// What the toolbar does to the text: each command changes the selected lines and no other.
import { EditorSelection } from "@codemirror/state";

export const wrap = (mark, sample) => (view) => {
  const { state } = view;
  view.dispatch(state.changeByRange((range) => {
    const text = state.sliceDoc(range.from, range.to);
    const before = state.sliceDoc(Math.max(0, range.from - mark.length), range.from);
    const after = state.sliceDoc(range.to, range.to + mark.length);
    if (before === mark && after === mark) {
      return {
        changes: [{ from: range.from - mark.length, to: range.from }, { from: range.to, to: range.to + mark.length }],
        range: EditorSelection.range(range.from - mark.length, range.to - mark.length),
      };
    }
    const inner = text.trim();
    const start = range.from + (inner ? text.indexOf(inner) : 0);
    const end = start + inner.length;
    const insert = inner ? "" : sample;
    return {
      changes: [{ from: start, insert: mark + insert }, { from: end, insert: mark }],
      range: EditorSelection.range(start + mark.length, end + mark.length + insert.length),
    };
  }), { userEvent: "input", scrollIntoView: true });
  view.focus();
  return true;
};

const linesIn = (state, range) => {
  const lines = [];
  for (let line = state.doc.lineAt(range.from); ; line = state.doc.line(line.number + 1)) {
    lines.push(line);
    if (line.to >= range.to || line.number === state.doc.lines) return lines;
  }
};

export const list = (markOf, known) => (view) => {
  const { state } = view;
  const lines = linesIn(state, state.selection.main);
  const filled = lines.length === 1 ? lines : lines.filter((line) => line.text.trim());
  const isList = filled.every((line) => known.test(line.text));
  const changes = filled.map((line, number) => {
    const indent = line.text.match(/^\s*/)[0].length;
    if (!isList) return { from: line.from + indent, insert: markOf(number) };
    return { from: line.from + indent, to: line.from + indent + line.text.slice(indent).match(/^\S+\s+/)[0].length };
  });
  view.dispatch({ changes, userEvent: "input" });
  view.focus();
  return true;
};

// `make(lines)` gives the lines of a block around the selected ones, and what of it to select.
export const block = (make) => (view) => {
  const { state } = view;
  const { main } = state.selection;
  const lines = linesIn(state, main);
  const [first, last] = [lines[0], lines[lines.length - 1]];
  const isEmpty = main.empty;
  const { text, pick } = make(isEmpty ? [] : lines.map((line) => line.text));
  const at = isEmpty && first.text.trim() ? first.to : first.from;
  const to = isEmpty ? at : last.to;
  const before = isEmpty && first.text.trim() ? "\n\n" : "";
  const next = last.number < state.doc.lines ? state.doc.line(last.number + 1) : null;
  const after = next && next.text.trim() ? "\n" : "";
  const insert = before + text + after;
  const start = at + before.length + (pick ? text.indexOf(pick) : text.length);
  view.dispatch({
    changes: { from: at, to, insert },
    selection: EditorSelection.range(start, start + (pick ? pick.length : 0)),
    userEvent: "input",
    scrollIntoView: true,
  });
  view.focus();
  return true;
};

export const insertInline = (view, text) => {
  view.dispatch(view.state.replaceSelection(text), { userEvent: "input", scrollIntoView: true });
  view.focus();
};

export const selectedText = (view) => view.state.sliceDoc(view.state.selection.main.from, view.state.selection.main.to);
