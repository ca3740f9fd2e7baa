// What the server turns away (too much at once, too large, a login that has ended) is said where the answer would be.

const plainFetch = window.fetch.bind(window);
const PAUSES = [1, 2, 4, 8, 16]; // seconds before what could not be sent is sent again, the last for all that follow
const pause = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));

// Nothing that somebody does is lost with the line: it is sent again until it arrives, a file so often. Where the server
// says when to come back, soon, one does; files, of which somebody sends hundreds, wait longer.
async function patientFetch(request) {
  const { pathname } = new URL(request[0]?.url ?? request[0], location.href);
  const [isUpload, isEvent] = ["/gradio_api/upload", "/gradio_api/queue/join"].map((path) => pathname.endsWith(path));
  for (let broken = 0; ; ) {
    const answer = await plainFetch(...request).catch((error) => error);
    const isBroken = answer instanceof Error || [502, 503, 504].includes(answer.status);
    if (!isBroken && answer.status !== 429) return answer;
    const again = PAUSES[broken] ?? (isEvent ? PAUSES.at(-1) : 0);
    const wait = isBroken ? (isUpload || isEvent) && again : Number(answer.headers.get("retry-after"));
    if (!(wait > 0 && wait <= (isUpload ? 60 : isBroken ? 16 : 3))) return answer;
    broken += isBroken;
    if (isBroken && isEvent) loseLine();
    await (isBroken && isEvent ? lineIsBack() : pause(wait));
  }
}

window.fetch = async (...request) => {
  const answer = await patientFetch(request);
  if (answer instanceof Error) throw answer;
  if ([403, 413, 429].includes(answer.status)) tellRefusal((await answer.clone().json().catch(() => ({}))).detail);
  if (answer.status === 401) {
    tellRefusal("your login has ended; log in again");
    setTimeout(() => location.reload(), 2500);
  }
  return answer;
};

function tellRefusal(why) {
  untilBegun = [];
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
