// Requests to the page's own endpoints.
const tokenOf = (area) => area.form.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

export const ask = async (url, words, signal) => {
  const answer = await fetch(`${url}?${new URLSearchParams(words)}`, { signal, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(await reasonOf(answer));
  return answer.json();
};

export const send = async (area, url, data, signal) => {
  const answer = await fetch(url, { method: "POST", body: data, signal, headers: { "X-CSRFToken": tokenOf(area) } });
  if (!answer.ok) throw new Error(await reasonOf(answer));
  return answer.json();
};

const reasonOf = async (answer) => {
  try {
    return (await answer.json()).error || "That did not work.";
  } catch {
    return answer.status === 413 ? "This is too large." : "That did not work. Are you still signed in?";
  }
};
