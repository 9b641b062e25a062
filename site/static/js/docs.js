// A copy button on each code block, and the tree scrolled to the page that is open.
(() => {
  const addCopy = (block) => {
    const code = block.querySelector("pre");
    if (!code || block.querySelector(":scope > .copy")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent.replace(/\n$/, ""));
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    block.prepend(button);
  };
  if (navigator.clipboard) document.querySelectorAll("#doc-body .highlight:not(code)").forEach(addCopy);
  const tree = document.getElementById("docs-tree");
  const here = tree && tree.querySelector("[aria-current]");
  if (here && tree.scrollHeight > tree.clientHeight) tree.scrollTop = Math.max(0, here.offsetTop - tree.clientHeight / 3);
  const panel = document.getElementById("docs-contents");
  if (panel) panel.addEventListener("click", (event) => { if (event.target.closest("a") && panel.matches(":popover-open")) panel.hidePopover(); });
})();
