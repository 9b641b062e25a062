/* Setting up a site: filters the list of repositories, shows the board while labels are chosen, follows the sync. */
(() => {
  "use strict";

  const picking = document.querySelector("[data-picking]");
  if (picking) {
    const rows = [...picking.querySelectorAll("[data-row]")];
    const query = picking.querySelector("[data-filter]");
    const show = picking.querySelector("[data-show]");
    const count = picking.querySelector("[data-count]");
    const hiddenTicked = picking.querySelectorAll("input[type=hidden][name=repository]").length;
    picking.querySelector("[data-without-script]").hidden = true;
    const fits = (row, box) => {
      const kinds = row.dataset.kind.split(" ");
      return !show.value || (show.value === "ticked" ? box.checked : kinds.includes(show.value));
    };
    const apply = () => {
      const wanted = query.value.trim().toLowerCase();
      let shown = 0;
      let ticked = hiddenTicked;
      for (const row of rows) {
        const box = row.querySelector("input[type=checkbox]");
        row.hidden = !(row.textContent.toLowerCase().includes(wanted) && fits(row, box));
        shown += row.hidden ? 0 : 1;
        ticked += box.checked ? 1 : 0;
      }
      count.textContent = `${ticked} ticked, ${shown} of ${rows.length} shown`;
    };
    query.addEventListener("input", apply);
    show.addEventListener("change", apply);
    picking.addEventListener("change", (event) => event.target.type === "checkbox" && apply());
    query.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    apply();
  }

  const labels = document.querySelector("[data-labels]");
  if (labels) {
    const preview = labels.querySelector("[data-preview]");
    labels.querySelector("[data-without-script]").hidden = true;
    let waiting;
    let latest = 0;
    const refresh = async () => {
      const mine = ++latest;
      preview.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(location.pathname, {
          method: "POST",
          body: new FormData(labels),
          headers: { "X-Fragment": "preview" },
        });
        if (answer.ok && mine === latest) preview.innerHTML = await answer.text();
      } finally {
        if (mine === latest) preview.removeAttribute("aria-busy");
      }
    };
    labels.addEventListener("change", () => {
      clearTimeout(waiting);
      waiting = setTimeout(refresh, 300);
    });
  }

  const progress = document.querySelector("[data-progress]");
  let after = 5; // the last tasks may reach the board a moment later
  const follow = async () => {
    if (!progress.querySelector("[data-under-way]") && !after--) return;
    try {
      const answer = await fetch(location.pathname, { headers: { "X-Fragment": "progress" } });
      if (answer.ok && !answer.redirected) progress.innerHTML = await answer.text();
    } catch {
      /* The server may be starting anew; the next turn tells. */
    }
    setTimeout(follow, 2000);
  };
  if (progress) setTimeout(follow, 1000);
})();
