// Where somebody is stands in the address, ?chat=ID&quote=EXCHANGE.CITATION&article=ID#VIEW: Back takes a step back, and
// a copied address opens the same. What the page shows follows from it, however one came there.

const NO_SOURCE = { quote: "", article: "" };
let isGoingBack = false; // until the browser has gone back, there is no other step
let nextSteps = [];

function place() {
  const given = new URLSearchParams(location.search);
  const [chat, quote, article] = ["chat", "quote", "article"].map((name) => given.get(name) ?? "");
  const view = location.hash.slice(1);
  return { view: view && find(`#qa-view-${CSS.escape(view)}`) ? view : "chat", chat, quote, article };
}

function addressOf({ view, ...named }) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(named)) value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
  url.hash = view === "chat" ? "" : view;
  return url;
}

// A step to another place. One that is `over` the place before is left by going back there, and steps in it are none.
function step(changes, { isOver = false } = {}) {
  if (isGoingBack) return nextSteps.push(() => step(changes, { isOver }));
  const url = addressOf({ ...place(), ...changes });
  if (isOver && root.dataset.qaOpen !== undefined) history.replaceState(history.state, "", url);
  else if (url.href !== location.href) history.pushState({ isOver }, "", url);
  showPlace();
}

function leaveSource() {
  if (isGoingBack || !(place().quote || place().article)) return;
  if (!history.state?.isOver) return history.replaceState(null, "", addressOf({ ...place(), ...NO_SOURCE }));
  isGoingBack = true;
  history.back();
}

addEventListener("popstate", () => {
  isGoingBack = false;
  showPlace();
  for (const next of nextSteps.splice(0)) next();
});

function showPlace() {
  const { view, chat, quote, article } = place();
  showView(view);
  if (wanted !== "" && chat !== (wanted ?? "")) leaveChat();
  if (chat && chat !== wanted) openChat(chat);
  if (quote || article) openSource(quote, article);
  else if (root.dataset.qaOpen !== undefined) hideSource();
}
