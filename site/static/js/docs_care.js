// Opens the form behind "Was this page helpful?" on the page itself, and sends it without leaving it.
(() => {
  const box = document.querySelector("[data-helpful]");
  const place = box && box.querySelector("[data-helpful-form]");
  if (!place || !window.fetch) return;
  const part = (address) => { const url = new URL(address, location.href); url.searchParams.set("part", ""); return url; };
  const show = async (answer, otherwise) => {
    if (!answer.ok) { otherwise(); return; }
    place.innerHTML = await answer.text();
    (place.querySelector("[aria-invalid], textarea, input:not([type=hidden])") || place).focus();
  };
  box.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || "whole" in link.dataset || event.metaKey || event.ctrlKey || event.shiftKey || place.contains(link)) return;
    event.preventDefault();
    const go = () => { location.href = link.href; };
    try { await show(await fetch(part(link.href), { credentials: "same-origin" }), go); } catch { go(); }
  });
  place.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const send = () => form.submit();
    try { await show(await fetch(part(form.action), { method: "POST", body: new FormData(form), credentials: "same-origin" }), send); } catch { send(); }
  });
})();
