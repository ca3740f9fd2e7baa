// What the server turns away (too much at once, too large, a login that has ended) is said where the answer would be.

const plainFetch = window.fetch.bind(window);

window.fetch = async (...request) => {
  const answer = await plainFetch(...request);
  if ([403, 413, 429].includes(answer.status)) tellRefusal((await answer.clone().json().catch(() => ({}))).detail);
  if (answer.status === 401) {
    tellRefusal("your login has ended; log in again");
    setTimeout(() => location.reload(), 2500);
  }
  return answer;
};

function tellRefusal(why) {
  const said = `Not done: ${typeof why === "string" ? why : "the server refused it"}.`;
  for (const pending of findAll(".qa-pending")) {
    pending.textContent = said;
    pending.className = "";
    const exchange = pending.closest("[data-state=asked]");
    if (exchange) exchange.dataset.state = "failed";
  }
  showWorking();
  notify(said);
}
