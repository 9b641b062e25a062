// How each dialect writes what the toolbar offers.
import { heading, underlined } from "./headings.js";

const TEXT = "Text of the note";
const orText = (lines) => (lines.length ? lines : [TEXT]);
const indented = (lines, by) => lines.map((line) => (line.trim() ? `${by}${line}` : line)).join("\n");
const quoted = (lines) => lines.map((line) => (line.trim() ? `> ${line}` : ">")).join("\n");

const NOTES = {
  mkdocs: (lines) => `!!! note\n\n${indented(lines, "    ")}\n`,
  docusaurus: (lines) => `:::note\n\n${lines.join("\n")}\n\n:::\n`,
  gfm: (lines) => `> [!NOTE]\n${quoted(lines)}\n`,
  discourse: (lines) => `[note]\n${lines.join("\n")}\n[/note]\n`,
  myst: (lines) => `\`\`\`{note}\n${lines.join("\n")}\n\`\`\`\n`,
  rst: (lines) => `.. note::\n\n${indented(lines, "   ")}\n`,
};

const note = (dialect) => (lines) => ({
  text: (NOTES[dialect] || NOTES.gfm)(orText(lines)),
  pick: lines.length ? "" : TEXT,
});

// A fence longer than any inside it.
const fenced = (lines) => {
  const longest = Math.max(2, ...lines.map((line) => (line.match(/^\s*(`+)/) || ["", ""])[1].length));
  const fence = "`".repeat(longest + 1);
  return { text: `${fence}text\n${lines.join("\n")}\n${fence}\n`, pick: "text" };
};

const above = (lines) => (lines.length ? `${lines.join("\n")}\n\n` : "");
const linkTo = (text, address) => `[${text.replace(/([[\]\\])/g, "\\$1")}](${address})`;

const MARKDOWN = {
  code: "`",
  heading,
  codeBlock: fenced,
  table: (lines) => ({ text: `${above(lines)}| Name | Meaning |\n| --- | --- |\n| | |\n`, pick: "Name" }),
  linkTo,
  picture: (alt, address) => `!${linkTo(alt, address)}`,
};

const PAGE = /^(?![a-z][a-z+.-]*:)([^#?]+)\.(?:rst|md|txt)$/i;
const plain = (text) => text.replace(/([`<>\\])/g, "\\$1");

const RST = {
  code: "``",
  heading: underlined,
  codeBlock: (lines) => ({ text: `.. code-block:: text\n\n${indented(lines.length ? lines : ["code"], "   ")}\n`, pick: "text" }),
  table: (lines) => ({
    text: `${above(lines)}.. list-table::\n   :header-rows: 1\n\n   * - Name\n     - Meaning\n   * -\n     -\n`,
    pick: "Name",
  }),
  // A whole page by its name, as Sphinx follows it when it moves; everything else by its address.
  linkTo: (text, address) => {
    const page = decodeURI(address).match(PAGE);
    return page ? `:doc:\`${plain(text)} <${page[1]}>\`` : `\`${plain(text)} <${address.replace(/\.(?:rst|md)(?=#|$)/, ".html")}>\`__`;
  },
  picture: (alt, address) => `\n\n.. image:: ${decodeURI(address)}\n${alt ? `   :alt: ${alt.replace(/\s+/g, " ")}\n` : ""}\n`,
};

export const syntaxOf = (dialect) => ({ ...(dialect === "rst" ? RST : MARKDOWN), note: note(dialect) });
