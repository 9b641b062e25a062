// A modal with a search box and a list; the browser's own <dialog> holds the focus and closes on Escape.
import { ask } from "./server.js";

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

export { make };

export const openDialog = (area, { title, url, placeholder, extra = [], show, choose }) => {
  const heading = make("h2", { id: "docs-dialog-title" }, title);
  const close = make("button", { type: "button", class: "docs-dialog__close" }, "Close");
  const query = make("input", { type: "search", id: "docs-dialog-q", maxlength: "200", placeholder, autocomplete: "off" });
  const status = make("p", { class: "docs-dialog__status", role: "status" });
  const list = make("ul", { class: "docs-dialog__list" });
  const dialog = make("dialog", { class: "docs-dialog", "aria-labelledby": "docs-dialog-title" },
    make("div", { class: "docs-dialog__head" }, heading, close),
    ...extra,
    make("label", { for: "docs-dialog-q" }, "Search"), query, status, list);
  let timer = 0;
  let running = null;
  const look = async () => {
    running?.abort();
    running = new AbortController();
    try {
      const { results, more } = await ask(url, { q: query.value }, running.signal);
      list.replaceChildren(...results.map((one) => make("li", {}, buttonFor(one, show, () => choose(one, dialog)))));
      status.textContent = results.length ? (more ? "The first ones. Type more words to narrow them down." : "") : "Nothing found. Try other words.";
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = error.message;
    }
  };
  query.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 200); });
  query.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); list.querySelector("button")?.focus(); } });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { running?.abort(); dialog.remove(); area.docsEditor.focus(); });
  document.body.append(dialog);
  dialog.showModal();
  query.focus();
  look();
  return { dialog, status };
};

const buttonFor = (one, show, chosen) => {
  const button = make("button", { type: "button", class: "docs-dialog__result" }, ...show(one));
  button.addEventListener("click", chosen);
  return button;
};
