// The buttons above the text, one tab stop with arrow keys between them, and their keys.
import { redo, undo } from "@codemirror/commands";
import { block, list, wrap } from "./commands.js";
import { chooseLink } from "./links.js";
import { choosePicture } from "./pictures.js";
import { syntaxOf } from "./syntax.js";

const actionsOf = (area) => {
  const { code, heading, note, codeBlock, table } = syntaxOf(area.dataset.dialect);
  const all = [
    { name: "Bold", sign: "B", style: "bold", key: "Mod-b", run: wrap("**", "bold text") },
    { name: "Italic", sign: "I", style: "italic", key: "Mod-i", run: wrap("*", "italic text") },
    { name: "Code", sign: "<>", style: "mono", key: "Mod-e", run: wrap(code, "code") },
    { name: "Heading", sign: "H", style: "bold", key: "Mod-Alt-h", run: heading },
    { name: "List", sign: "•–", key: "Mod-Shift-8", run: list(() => "- ", /^\s*[-*+]\s+/) },
    { name: "Numbered list", sign: "1.", key: "Mod-Shift-7", run: list((number) => `${number + 1}. `, /^\s*\d+[.)]\s+/) },
    { name: "Link", sign: "Link", key: "Mod-k", run: chooseLink(area) },
    { name: "Picture", sign: "Picture", key: "Mod-Alt-p", run: choosePicture(area) },
    { name: "Note box", sign: "Note", key: "Mod-Alt-n", run: block(note) },
    { name: "Code block", sign: "{ }", style: "mono", key: "Mod-Alt-c", run: block(codeBlock) },
    { name: "Table", sign: "Table", key: "Mod-Alt-t", run: block(table) },
    { name: "Undo", sign: "↶", run: undo },
    { name: "Redo", sign: "↷", run: redo },
  ];
  return all.filter((action) => (action.name !== "Note box" || area.dataset.noNotes === undefined) && (action.name !== "Link" || area.dataset.linksUrl) && (action.name !== "Picture" || area.dataset.picturesUrl));
};

export const shortcuts = (area) =>
  actionsOf(area).filter((action) => action.key).map(({ key, run }) => ({ key, run, preventDefault: true }));

export const toolbar = (view, area) => {
  const bar = document.createElement("div");
  bar.className = "docs-editor__bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Formatting");
  if (area.disabled || area.readOnly) bar.hidden = true;
  const buttons = actionsOf(area).map((action) => buttonOf(view, action));
  buttons.forEach((button, number) => { button.tabIndex = number ? -1 : 0; });
  bar.append(...buttons);
  bar.addEventListener("keydown", (event) => move(event, buttons));
  return bar;
};

const buttonOf = (view, { name, sign, style, key, run }) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `docs-editor__button${style ? ` docs-editor__button--${style}` : ""}`;
  button.textContent = sign;
  button.setAttribute("aria-label", name);
  button.title = key ? `${name} (${readableKey(key)})` : name;
  button.addEventListener("click", () => { run(view); });
  return button;
};

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);
const readableKey = (key) => key.replace("Mod", isMac ? "⌘" : "Ctrl").replaceAll("-", "+").replace(/\+([a-z])$/, (_, letter) => `+${letter.toUpperCase()}`);

const move = (event, buttons) => {
  const here = buttons.indexOf(document.activeElement);
  const step = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (here < 0 || step === undefined) return;
  event.preventDefault();
  const next = buttons[(step + buttons.length) % buttons.length];
  buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
  next.focus();
};
