// Light, dark or as the reader's system says; kept in this browser only.
(() => {
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem("theme") || "auto"; } catch { return "auto"; } };
  const apply = (theme) => { if (theme === "auto") root.removeAttribute("data-theme"); else root.dataset.theme = theme; };
  apply(kept());
  document.addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector("[data-theme-choice]");
    if (!box) return;
    const show = () => box.querySelectorAll("button").forEach((b) => b.setAttribute("aria-pressed", String(b.value === kept())));
    box.hidden = false;
    show();
    box.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      try { localStorage.setItem("theme", button.value); } catch { /* private window: only for this page */ }
      apply(button.value);
      show();
    });
  });
})();
