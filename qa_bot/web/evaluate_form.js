// Gradio runs this once for the form, with `element`, `trigger` and `upload` in reach: "evaluate" and "halt" go to the
// server. A set that was sent is known by the name of its upload.
let file = "";
const find = (selector) => element.querySelector(selector);
const say = (text) => (find("output").textContent = text);

async function take(set) {
  if (!set) return;
  say(`Sending ${set.name} …`);
  try {
    file = (await upload(set)).path;
    say(set.name);
  } catch (error) {
    say(`${set.name} could not be sent: ${error.message}`);
  }
}

function evaluate(what) {
  const { threshold, collection, drafts } = find("form").elements;
  const asked = { threshold: threshold.value, collection: collection.value, drafts: drafts.checked };
  trigger("evaluate", { what, file, ...asked });
}

element.addEventListener("change", (event) => event.target.type === "file" && take(event.target.files[0]));
element.addEventListener("submit", (event) => {
  event.preventDefault();
  evaluate("set");
});
element.addEventListener("click", (event) => {
  const what = event.target.closest("[data-run]")?.dataset.run;
  if (what === "halt") trigger("halt", {});
  if (what === "feedback") evaluate(what);
});

// Collections that were made meanwhile are offered too: the list of articles has them.
element.addEventListener("focusin", ({ target }) => {
  const made = target.name === "collection" && document.querySelector("[data-list=collection]");
  for (const each of made?.options ?? []) {
    if (each.value && ![...target.options].some((own) => own.value === each.value)) target.add(each.cloneNode(true));
  }
});

// What is dropped here is a question set; anywhere else on the page it is an article.
for (const name of ["dragover", "drop"]) {
  element.addEventListener(name, (event) => {
    if (!event.target.closest(".qa-drop")) return;
    event.preventDefault();
    event.stopPropagation();
    delete document.documentElement.dataset.qaDragging;
    if (name === "drop") take(event.dataTransfer.files[0]);
  });
}
