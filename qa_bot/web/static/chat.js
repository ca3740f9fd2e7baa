// The conversation: what is asked, and what is done with answers.

// The conversation that is to be shown: its id, "" for a new one, null for the one that the server makes of a question.
let wanted = "";
const known = new Set(); // every conversation that was wanted here
let untilBegun = []; // questions that wait for the server to name the conversation that the one before them begins
let announced = "";
let stopSoon = false;
const openForms = new Set(); // "exchange:form", kept open when the conversation is shown again

const exchangeOf = (element) => element.closest("[data-exchange]")?.dataset.exchange ?? "";

function want(conversation) {
  wanted = conversation;
  if (conversation) known.add(conversation);
}

function openChat(id) {
  want(id);
  root.dataset.qaOpening = "";
  markCurrent();
  send("show", { conversation: id });
}

function leaveChat() {
  askWaiting("");
  want("");
  forgetAsked();
  announced = "";
  parts.conversation.replaceChildren();
  delete root.dataset.qaOpening;
  document.title = "QA Bot";
  showWorking();
  markCurrent();
}

// A conversation comes whole when it is opened; after that only the turns of it that change, each in its place. What the
// page does not want any more is not shown.
function hearConversation() {
  const heard = find(".qa-exchanges", parts.whole);
  if (heard?.dataset.conversation !== wanted) return heard?.remove();
  delete root.dataset.qaOpening;
  parts.conversation.replaceChildren(heard);
  showConversation();
  hearTurns();
}

function hearTurns() {
  const heard = find(".qa-exchanges", parts.turns);
  const id = heard?.dataset.conversation;
  if (wanted === null && id && !known.has(id)) {
    want(id);
    step({ chat: id });
    askWaiting(id);
  }
  if (!id || id !== wanted) return heard?.remove();
  if (root.dataset.qaOpening !== undefined) return;
  heard.remove();
  const within = shownExchanges();
  Object.assign(within.dataset, heard.dataset);
  for (const turn of [...heard.children]) showTurn(turn, within);
  showConversation();
}

function shownExchanges() {
  const shown = find(".qa-exchanges", parts.conversation);
  if (shown) return shown;
  const made = parts.conversation.appendChild(document.createElement("div"));
  made.className = "qa-exchanges";
  return made;
}

function showTurn(turn, within) {
  const same = find(`[data-exchange="${CSS.escape(turn.dataset.exchange)}"]`, within);
  const shown = same ?? find("[data-state=asked]:not([data-exchange])", within);
  shown ? renew(shown, turn) : within.append(turn);
}

// Makes what is shown the same as what was heard, and leaves alone what is the same already: the focus stays, and what
// somebody writes there.
function renew(shown, heard) {
  if (shown.isEqualNode(heard)) return;
  if (shown.nodeType !== Node.ELEMENT_NODE || shown.nodeName !== heard.nodeName) return shown.replaceWith(heard);
  for (const { name } of [...shown.attributes]) if (!heard.hasAttribute(name) && name !== "open") shown.removeAttribute(name);
  for (const { name, value } of heard.attributes) shown.setAttribute(name, value);
  const [before, after] = [[...shown.childNodes], [...heard.childNodes]];
  after.forEach((each, n) => (before[n] ? renew(before[n], each) : shown.append(each)));
  for (const each of before.slice(after.length)) each.remove();
}

function showConversation() {
  const shown = find(".qa-exchanges", parts.conversation);
  document.title = shown?.dataset.title ? `${shown.dataset.title} · QA Bot` : "QA Bot";
  const last = findAll(".qa-exchange", parts.conversation).at(-1);
  if (last?.dataset.exchange && stopSoon) stop();
  const text = last?.dataset.announce ?? "";
  const key = `${last?.dataset.exchange}:${last?.dataset.state}:${text}`;
  if (text && key !== announced) {
    announce(text);
    if (last.dataset.exchange !== announced.split(":")[0]) last.scrollIntoView({ block: "start" });
    announced = key;
  }
  for (const form of findAll("form[data-form=feedback], .qa-chip form", parts.conversation)) {
    if (openForms.has(formKey(form))) openForm(form);
  }
  markOpened();
  showWorking();
  markCurrent();
  takeUpAsked();
}

function showWorking() {
  const working = find("[data-state=asked]", parts.conversation) !== null;
  working ? (root.dataset.qaWorking = "") : delete root.dataset.qaWorking;
  parts.conversation.setAttribute("aria-busy", String(working));
}

// Shows at once what the server will say in a moment.
function showPending(question, exchange) {
  const within = shownExchanges();
  let shown = exchange && find(`[data-exchange="${CSS.escape(exchange)}"]`, within);
  if (!shown) {
    shown = within.appendChild(document.createElement("article"));
    shown.className = "qa-exchange";
  }
  const heading = document.createElement("h2");
  heading.className = "qa-question";
  heading.textContent = question;
  const header = document.createElement("header");
  header.append(heading);
  const pending = document.createElement("p");
  pending.className = "qa-pending";
  pending.textContent = "Searching the articles …";
  shown.replaceChildren(header, pending);
  shown.dataset.state = "asked";
  shown.scrollIntoView({ block: "start" });
  stopSoon = false;
  showWorking();
}

// Asks a question, in place of an exchange if one is named.
function ask(asked, exchange = "") {
  if (find(".qa-nothing", parts.conversation)) startNew();
  const isBeginning = wanted === null && find("[data-state=asked]", parts.conversation) !== null;
  if (!wanted) want(null);
  showPending(asked.question, exchange);
  announced = exchange ? announced : "";
  const unanswered = findAll("[data-state=asked][data-exchange]", parts.conversation).map((each) => each.dataset.exchange);
  const data = { ...settings(), ...asked, conversation: wanted ?? "", exchange, unanswered: unanswered.join(" ") };
  keepAsked({ ...asked, exchange });
  if (isBeginning) return untilBegun.push(data);
  setTimeout(() => send("ask", data)); // what is happening is seen first
}

function askWaiting(conversation) {
  for (const data of untilBegun.splice(0)) send("ask", { ...data, conversation });
}

function stop() {
  const asked = findAll("[data-state=asked]", parts.conversation);
  stopSoon = asked.some((each) => !each.dataset.exchange);
  for (const each of asked) if (each.dataset.exchange) send("stop", { exchange: each.dataset.exchange });
}

function startNew() {
  if (wanted === "" && !find(".qa-exchanges", parts.conversation)) return focusNow();
  leaveChat();
  step({ view: "chat", chat: "", ...NO_SOURCE });
  focusNow();
}

function focusNow() {
  goView("chat");
  setDrawer(false);
  find("#qa-ask").focus();
}

const formKey = (form) => `${exchangeOf(form)}:${form.closest("[data-chip]")?.dataset.chip ?? form.dataset.form}`;

function openForm(form) {
  form.hidden = false;
  form.closest(".qa-chip")?.classList.add("qa-changing");
  openForms.add(formKey(form));
}

function closeForm(form) {
  form.hidden = true;
  form.closest(".qa-chip")?.classList.remove("qa-changing");
  openForms.delete(formKey(form));
  const opener = form.closest(".qa-chip") ?? form.closest(".qa-actions");
  find("[data-act=edit-chip], [data-act=bad]", opener)?.focus();
}

const AMONG = ["speaker", "source", "collection", "sources", "articles"];

// What a question was asked with, as its chips say it.
function askedWith(exchange) {
  const value = (name) => find(`.qa-chips [name=${name}]`, exchange)?.defaultValue ?? "";
  const asked = { question: exchange.dataset.asked };
  for (const name of ["standalone_question", "after", "before"]) asked[name] = value(name);
  for (const name of AMONG) asked[name] = find(`[data-chip=${name}]`, exchange)?.dataset.value ?? "";
  if (find("[data-chip=infer_dates]", exchange)) asked.infer_dates = false;
  if (find("[data-chip=dates]", exchange)?.dataset.inferred) asked.after = asked.before = "";
  return asked;
}

const chatActs = {
  example: (button) => ask({ question: button.dataset.question, ...filters() }),
  new: startNew,
  stop,
  retry: (button) => {
    const exchange = button.closest(".qa-exchange");
    showPending(exchange.dataset.asked, exchange.dataset.exchange);
    send("retry", { exchange: exchange.dataset.exchange });
  },
  copy: (button) => copy(withSources(button.closest(".qa-exchange"))),
  good: (button) => send("judge", { exchange: exchangeOf(button) }),
  bad: (button) => {
    const form = find("form[data-form=feedback]", button.closest(".qa-actions"));
    if (!form.hidden) return closeForm(form);
    openForm(form);
    find("input", form).focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  },
  "close-form": (button) => closeForm(button.form),
  "keep-chip": (button) => closeForm(button.form),
  "edit-chip": (button) => {
    const form = find("form", button.closest(".qa-chip"));
    openForm(form);
    find("input", form).focus();
  },
  "drop-chip": (button) => {
    const exchange = button.closest(".qa-exchange");
    const asked = askedWith(exchange);
    const kind = button.closest(".qa-chip").dataset.chip;
    if (kind === "standalone_question") asked.standalone_question = asked.question;
    if (kind === "dates") Object.assign(asked, { after: "", before: "", infer_dates: false });
    if (kind === "infer_dates") asked.infer_dates = true;
    if (AMONG.includes(kind)) asked[kind] = "";
    ask(asked, exchange.dataset.exchange);
  },
};

const chatForms = {
  chip: (form) => {
    const exchange = form.closest(".qa-exchange");
    const asked = { ...askedWith(exchange), ...Object.fromEntries(new FormData(form)) };
    const kind = form.closest(".qa-chip").dataset.chip;
    if (kind === "dates") asked.infer_dates = Boolean(asked.after || asked.before);
    openForms.delete(formKey(form));
    ask(asked, exchange.dataset.exchange);
  },
  feedback: (form) => {
    const wrong = find("input:checked", form)?.value;
    openForms.delete(formKey(form));
    form.hidden = true;
    send("judge", { exchange: exchangeOf(form), wrong, better: find("[name=better]", form).value });
    find("[data-act=bad]", form.closest(".qa-actions")).focus();
    notify("Thank you. It is kept as a question for the evaluation.");
  },
};

// An answer to take along: what was asked, each quotation in quotation marks, and who published it when; as text, and
// with links to the very words for programs that keep them, such as a word processor.
function withSources(exchange) {
  const text = (selector, within) => find(selector, within)?.textContent.trim().replace(/\s+/g, " ") ?? "";
  const direct = text(".qa-direct strong", exchange);
  const said = text(".qa-reason", exchange) || text(".qa-hedge", exchange) || direct;
  const heading = text(".qa-refusal h3", exchange);
  const lines = [text(".qa-question", exchange), said, heading].filter(Boolean);
  const quoted = findAll(".qa-quotation", exchange).map((each) => ({
    words: `${text(".qa-cite", each)} “${find(".qa-quote", each).textContent.trim()}”`,
    title: text("cite", each),
    source: text(".qa-source", each),
    link: each.dataset.original,
  }));
  return {
    text: [...lines, ...quoted.map((each) => `${each.words}\n${each.source}`)].join("\n\n"),
    html: [...lines.map((line) => newElement("p", line)), ...quoted.flatMap(quotedWithLink)].map((each) => each.outerHTML).join(""),
  };
}

function quotedWithLink({ words, title, source, link }) {
  const from = newElement("p", "");
  from.append(link ? Object.assign(newElement("a", title), { href: link }) : title, source.slice(title.length));
  return [newElement("blockquote", words), from];
}

function newElement(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}

async function copy(copied, said = "Copied with its sources.") {
  const kinds = typeof copied === "string" ? { "text/plain": copied } : { "text/plain": copied.text, "text/html": copied.html };
  try {
    const blobs = Object.entries(kinds).map(([kind, part]) => [kind, new Blob([part], { type: kind })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
  } catch {
    copyBySelecting(kinds); // only a secure page has a clipboard
  }
  notify(said);
}

function copyBySelecting(kinds) {
  const area = document.body.appendChild(document.createElement("textarea"));
  area.value = kinds["text/plain"];
  area.select();
  area.addEventListener("copy", (event) => {
    for (const [kind, part] of Object.entries(kinds)) event.clipboardData.setData(kind, part);
    event.preventDefault();
  });
  document.execCommand("copy");
  area.remove();
}
