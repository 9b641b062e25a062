// Puts the editor in front of every textarea that asks for one. The textarea stays the truth: it is what is sent.
import { openEditor } from "./editor.js";

const started = new WeakSet();

const start = (area) => {
  if (started.has(area)) return;
  started.add(area);
  openEditor(area);
};

const startAll = () => document.querySelectorAll("textarea[data-docs-editor]").forEach(start);

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
else startAll();
