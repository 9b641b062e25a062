// Keeps the states of repositories up to date: often while one is synced or was just started, seldom else.
(() => {
  const address = document.currentScript.dataset.address;
  const OFTEN = 2000, SELDOM = 20000, AT_FIRST = 60000;
  const opened = Date.now();
  const shown = () => [...document.querySelectorAll("[data-live^='state-']")];
  const pause = () => {
    const busy = shown().some((cell) => cell.dataset.state === "syncing") || Date.now() - opened < AT_FIRST;
    return busy ? OFTEN : SELDOM;
  };
  const refresh = async () => {
    const ids = shown().map((cell) => cell.dataset.live.slice("state-".length));
    if (document.hidden || !ids.length) return;
    const answer = await fetch(`${address}?ids=${ids.join(",")}`, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    fresh.querySelectorAll("[data-live]").forEach((cell) => {
      const old = document.querySelector(`[data-live="${cell.dataset.live}"]`);
      if (old && old.outerHTML !== cell.outerHTML && !old.contains(document.activeElement)) old.replaceWith(document.importNode(cell, true));
    });
  };
  const again = async () => {
    try { await refresh(); } catch { /* the network is away for a moment: the next time */ }
    setTimeout(again, pause());
  };
  setTimeout(again, OFTEN);
})();
