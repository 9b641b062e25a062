// Formulas as MathML, which browsers draw themselves. Without this script they are read as they are written.
import temml from "temml";

const SETTINGS = { throwOnError: true, trust: false, strict: false, maxSize: [50, 10], maxExpand: 1000 };
const LONGEST = 20_000;

const isDisplay = (element) => ["PRE", "DIV"].includes(element.tagName);

// Several lines without an environment of their own stand below one another, as Sphinx has them.
const inLines = (tex) => (/\\\\/.test(tex) && !/\\begin\b/.test(tex) ? `\\begin{aligned}${tex}\\end{aligned}` : tex);

// MkDocs' marks around a formula: \( … \) in a line, \[ … \] on its own.
const texOf = (element) => element.textContent.trim().replace(/^\\[([]/, "").replace(/\\[)\]]$/, "");

const draw = (element) => {
  const tex = texOf(element);
  if (!tex || tex.length > LONGEST) return;
  const drawn = document.createElement(isDisplay(element) ? "div" : "span");
  drawn.className = isDisplay(element) ? "formula formula--display" : "formula";
  try {
    temml.render(isDisplay(element) ? inLines(tex) : tex, drawn, { ...SETTINGS, displayMode: isDisplay(element) });
  } catch {
    return; // what cannot be drawn stays as it is written
  }
  element.replaceWith(drawn);
  if (drawn.scrollWidth > drawn.clientWidth && isDisplay(element)) drawn.tabIndex = 0;
};

document.querySelectorAll("#doc-body :is(.arithmatex, code.math, pre.math)").forEach(draw);
