// On a page of settings: a press on a place puts it where the caret is.
document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-puts]");
  if (!place) return;
  const field = document.getElementById("kept-html");
  field?.editor?.insertString(place.dataset.puts);
  field?.focus();
});
