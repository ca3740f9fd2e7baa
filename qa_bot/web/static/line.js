// The line to the server: while something is awaited it is watched, and what was asked waits with it until it is back.

const LOOK_EVERY = 2000;
const LOOK_FOR = 4000; // milliseconds after which a server that says nothing counts as gone
let isLost = false;
let backs = []; // what waits for the line

const isAwaiting = () => find("[data-state=asked]") !== null || following || root.dataset.qaOpening !== undefined;
const lineIsBack = () => new Promise((done) => backs.push(done));

// Gradio's name for this run of the server: another one has forgotten who listens.
async function look() {
  try {
    const heard = await plainFetch("gradio_api/app_id", { cache: "no-store", signal: AbortSignal.timeout(LOOK_FOR) });
    if (!heard.ok) return loseLine();
    const { app_id: run } = await heard.json();
    const isOther = run !== window.gradio_config?.app_id;
    if (isLost || (isOther && isAwaiting())) regainLine(isOther);
  } catch {
    loseLine();
  }
}

function loseLine() {
  for (const pending of findAll("[data-state=asked] .qa-pending")) pending.textContent = "Waiting for the server …";
  if (isLost) return;
  isLost = true;
  const notice = document.body.appendChild(document.createElement("div"));
  notice.id = "qa-line";
  notice.setAttribute("role", "alert");
  notice.append("The server cannot be reached. What you asked is kept, and goes on once it is back. ", small("Try now", "look"));
}

// What is awaited is heard no more by this page, so it begins anew; a page that sends files goes on with them.
function regainLine(isOther) {
  isLost = false;
  find("#qa-line")?.remove();
  if ((isOther || isAwaiting()) && !find(".qa-sending li:not(.qa-failed)")) return location.reload();
  for (const done of backs.splice(0)) done();
}

setInterval(() => (isLost || isAwaiting()) && look(), LOOK_EVERY);
addEventListener("offline", loseLine);
addEventListener("online", look);

const lineActs = { look };

// The question that is being asked, kept over a reload until it is answered.
const keepAsked = (data) => session?.setItem("qa-asked", JSON.stringify(data));
const forgetAsked = () => session?.removeItem("qa-asked");
const keptAsked = () => JSON.parse(session?.getItem("qa-asked") ?? "null");

// The conversation is shown: asks once more what a server that stopped, or a line that broke, left unanswered.
let isReturning = keptAsked() !== null;
function takeUpAsked() {
  const asked = keptAsked();
  if (!asked) return;
  const exchange = findAll("[data-exchange]", parts.conversation).findLast((each) => each.dataset.asked === asked.question);
  const state = exchange?.dataset.state;
  if (state === "asked") return;
  if (!isReturning) return state && forgetAsked();
  isReturning = false;
  if (state === "answered") forgetAsked();
  else if (exchange) find("[data-act=retry]", exchange)?.click();
  else ask(asked, asked.exchange);
}
