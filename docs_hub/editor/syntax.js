// How each dialect writes what Markdown itself has no word for.
const TEXT = "Text of the note";

const indented = (lines) => (lines.length ? lines : [TEXT]).map((line) => (line.trim() ? `    ${line}` : line)).join("\n");
const quoted = (lines) => (lines.length ? lines : [TEXT]).map((line) => (line.trim() ? `> ${line}` : ">")).join("\n");
const plain = (lines) => (lines.length ? lines : [TEXT]).join("\n");

const NOTES = {
  mkdocs: (lines) => `!!! note\n\n${indented(lines)}\n`,
  docusaurus: (lines) => `:::note\n\n${plain(lines)}\n\n:::\n`,
  gfm: (lines) => `> [!NOTE]\n${quoted(lines)}\n`,
};

export const note = (dialect) => (lines) => ({
  text: (NOTES[dialect] || NOTES.gfm)(lines),
  pick: lines.length ? "" : TEXT,
});

// A fence longer than any inside it.
export const codeBlock = (lines) => {
  const longest = Math.max(2, ...lines.map((line) => (line.match(/^\s*(`+)/) || ["", ""])[1].length));
  const fence = "`".repeat(longest + 1);
  return { text: `${fence}text\n${lines.join("\n")}\n${fence}\n`, pick: "text" };
};

export const table = (lines) => ({
  text: `${lines.length ? `${lines.join("\n")}\n\n` : ""}| Name | Meaning |\n| --- | --- |\n| | |\n`,
  pick: "Name",
});

export const linkTo = (text, address) => `[${text.replace(/([[\]\\])/g, "\\$1")}](${address})`;
export const picture = (alt, address) => `!${linkTo(alt, address)}`;
