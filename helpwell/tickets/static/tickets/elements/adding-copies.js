// Somebody a message names is put into the answer's copies by one click.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-adds-copy]");
  const copies = document.querySelector('#panel-reply chips-input[name="cc"]');
  if (!button || !copies) return;
  copies.closest("details").open = true;
  copies.add(button.dataset.addsCopy);
  copies.scrollIntoView({ block: "nearest" });
});
