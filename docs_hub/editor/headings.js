// The level of the line's heading goes round: none, two, three, four, none.
export const heading = (view) => {
  const { state } = view;
  const line = state.doc.lineAt(state.selection.main.from);
  const [marks] = line.text.match(/^#{1,6}\s+/) || [""];
  const level = marks.trim().length;
  const next = level >= 4 ? "" : level < 2 ? "## " : `${"#".repeat(level + 1)} `;
  view.dispatch({ changes: { from: line.from, to: line.from + marks.length, insert: next }, userEvent: "input" });
  view.focus();
  return true;
};

const UNDERLINE = /^([=\-~^"'`+*#])\1*$/;
const AFTER = { "": "-", "=": "-", "-": "~", "~": "^", "^": "" };

// reStructuredText draws a line below, as long as the words.
export const underlined = (view) => {
  const { state } = view;
  const line = state.doc.lineAt(state.selection.main.from);
  if (!line.text.trim()) return true;
  const below = line.number < state.doc.lines ? state.doc.line(line.number + 1) : null;
  const [, mark] = (below && below.text.match(UNDERLINE)) || ["", ""];
  const next = AFTER[mark] ?? "-";
  const drawn = next ? `\n${next.repeat(line.text.length)}` : "";
  view.dispatch({ changes: { from: line.to, to: mark ? below.to : line.to, insert: drawn }, userEvent: "input" });
  view.focus();
  return true;
};
