// Lists of the writers' desk by keyboard: only while the focus is on a row, so that no key surprises anybody.
(() => {
  document.querySelectorAll("[data-desk-list]").forEach((form) => {
    const boxes = () => [...form.querySelectorAll("tbody input[name=chosen]")];
    const all = form.querySelector("[data-desk-all]");
    if (all) {
      all.hidden = false;
      all.addEventListener("change", () => boxes().forEach((box) => { box.checked = all.checked; }));
    }
    const keys = form.querySelector("[data-desk-keys]");
    if (keys) keys.hidden = false;
    form.addEventListener("keydown", (event) => {
      const row = event.target.closest("tbody tr");
      if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
      const list = boxes();
      const at = list.indexOf(row.querySelector("input[name=chosen]"));
      const move = (by) => { const next = list[Math.min(list.length - 1, Math.max(0, at + by))]; next.focus(); next.closest("tr").scrollIntoView({ block: "nearest" }); };
      const press = form.querySelector(`[data-desk-key="${CSS.escape(event.key)}"]`);
      if (event.key === "j") move(1);
      else if (event.key === "k") move(-1);
      else if (event.key === "x") list[at].click();
      else if (event.key === "o") row.querySelector("[data-desk-open]").click();
      else if (press) press.click();
      else return;
      event.preventDefault();
    });
  });
})();
