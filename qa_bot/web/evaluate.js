// Gradio runs this once for the report, with `element` and `trigger` in reach: 'evidence' goes to the server.
element.addEventListener("click", (event) => {
  const button = event.target.closest('button[data-act="evidence"]');
  if (!button) return;
  for (const each of element.querySelectorAll("button[aria-current]")) each.removeAttribute("aria-current");
  button.setAttribute("aria-current", "true");
  trigger("evidence", { article: button.dataset.article, start: Number(button.dataset.start), end: Number(button.dataset.end) });
});
