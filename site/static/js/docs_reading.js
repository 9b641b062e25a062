// While reading: sections of the tree stay open, the contents follow the scroll, the search is a key away.
(() => {
  const tree = document.getElementById("docs-tree");
  const field = document.getElementById("docs-q");
  const found = document.getElementById("docs-found");

  // Sections that were opened on one page are open on the next; the server opens those that lead to the page.
  const remember = () => {
    const name = `docs-open:${tree.dataset.of}`;
    let open = [];
    try { open = JSON.parse(sessionStorage.getItem(name)) || []; } catch { /* private window: nothing is kept */ }
    const sections = [...tree.querySelectorAll("details[id]")];
    sections.forEach((one) => { if (open.includes(one.id)) one.open = true; });
    tree.addEventListener("toggle", () => {
      const ids = sections.filter((one) => one.open).map((one) => one.id);
      try { sessionStorage.setItem(name, JSON.stringify(ids)); } catch { /* as above */ }
    }, true);
  };
  if (tree) remember();

  // The entry of the heading that is read stands out.
  const follow = (contents) => {
    const links = new Map([...contents.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
    const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const mark = () => {
      const above = headings.filter((heading) => heading.getBoundingClientRect().top < window.innerHeight / 3);
      const here = above.length ? links.get(above[above.length - 1].id) : null;
      links.forEach((link) => { if (link === here) link.setAttribute("aria-current", "location"); else link.removeAttribute("aria-current"); });
    };
    const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px", threshold: [0, 1] });
    headings.forEach((heading) => observer.observe(heading));
    mark();
  };
  const contents = document.getElementById("docs-contents");
  if (contents && "IntersectionObserver" in window) follow(contents);

  // "/" goes to the search, arrows go through what was found, Escape goes back.
  const isTyping = (element) => element.closest("input, textarea, select, [contenteditable]");
  const step = (by) => {
    const links = [...found.querySelectorAll(".results a")];
    const at = links.indexOf(document.activeElement);
    if (at + by < 0) field.focus(); else links[Math.min(at + by, links.length - 1)]?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (!field || event.ctrlKey || event.metaKey || event.altKey) return;
    const isInSearch = event.target === field || found.contains(event.target);
    if (event.key === "/" && !isTyping(event.target)) {
      if (getComputedStyle(tree).display === "none") tree.showPopover();
      field.focus();
    } else if (event.key === "ArrowDown" && isInSearch && found.querySelector(".results a")) step(1);
    else if (event.key === "ArrowUp" && found.contains(event.target)) step(-1);
    else if (event.key === "Escape" && isInSearch) { found.replaceChildren(); field.focus(); return; }
    else return;
    event.preventDefault();
  });

  // An open list of versions closes when one goes elsewhere.
  const switches = [...document.querySelectorAll(".docs-switch")];
  const close = (event) => switches.forEach((one) => { if (event.key === "Escape" || !one.contains(event.target)) one.open = false; });
  document.addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(event); });
})();
