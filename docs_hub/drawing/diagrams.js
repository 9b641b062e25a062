// Mermaid's diagrams in the colors of the page, light or dark. Without this script their text is read as it is written.
import mermaid from "mermaid";

// A text may say what its diagram shows, but not what a reader's browser may do, nor colors nobody can read at night.
const FIXED = [
  "secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering", "dompurifyConfig",
  "htmlLabels", "theme", "themeVariables", "themeCSS", "darkMode", "fontFamily", "altFontFamily", "logLevel", "layout",
];
const SETTINGS = {
  startOnLoad: false, securityLevel: "strict", secure: FIXED, suppressErrorRendering: true, maxTextSize: 50_000,
  layout: "dagre", htmlLabels: false, flowchart: { htmlLabels: false }, fontFamily: "inherit", logLevel: "fatal",
  theme: "base",
};
const dark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (document.documentElement.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
const blocks = [...document.querySelectorAll("#doc-body .mermaid")];

// The style sheet's colors as numbers, which is what Mermaid can read.
const colorOf = (name) => {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
};
const colors = () => ({
  darkMode: isDark(), background: colorOf("ground"), fontFamily: "inherit", primaryColor: colorOf("accent-soft"),
  primaryTextColor: colorOf("ink"), primaryBorderColor: colorOf("accent"), lineColor: colorOf("muted"),
  textColor: colorOf("ink"), secondaryColor: colorOf("amber-soft"), tertiaryColor: colorOf("moss-soft"),
});

let count = 0;
const freeId = () => {
  do count += 1; while (document.getElementById(`drawing-${count}`));
  return `drawing-${count}`;
};

const frame = (block, drawing, number) => {
  const figure = document.createElement("figure");
  const source = document.createElement("details");
  const summary = document.createElement("summary");
  figure.className = "diagram";
  summary.textContent = "Text of this diagram";
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", `Diagram ${number}; its text follows`);
  drawing.replaceWith(figure);
  figure.append(drawing, source);
  source.append(summary, block);
};

const draw = async (block, number) => {
  const figure = block.closest(".diagram");
  const drawing = document.createElement("div");
  drawing.className = "diagram__drawing";
  (figure || block).before(drawing);
  try {
    const { svg } = await mermaid.render(freeId(), withoutHandlers(block.textContent), drawing);
    drawing.innerHTML = svg; // mermaid cleans it, being strict
  } catch {
    drawing.remove(); // what cannot be drawn stays as it is written
    return;
  }
  if (figure) {
    figure.querySelector(".diagram__drawing").replaceChildren(...drawing.childNodes);
    drawing.remove();
  } else frame(block, drawing, number);
};

// Mermaid cleans the tags in a text by reading them as HTML, of which a browser's policy reports every handler it
// refuses; what is taken out here it need not refuse.
const withoutHandlers = (text) => text.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/([\s"'/])on\w+\s*=/gi, "$1"));

let turn = Promise.resolve();
const drawAll = () => {
  turn = turn.then(async () => {
    mermaid.initialize({ ...SETTINGS, themeVariables: colors() });
    for (const [index, block] of blocks.entries()) await draw(block, index + 1);
  });
};

drawAll();
dark.addEventListener("change", drawAll);
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-theme"] });
