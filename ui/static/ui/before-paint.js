// Runs before the first paint: theme, density, rail and pane widths as this person left them.
(function () {
  var html = document.documentElement;
  try {
    var kept = JSON.parse(localStorage.getItem("helpwell.look") || "{}");
    if (kept.theme) html.dataset.theme = kept.theme;
    if (kept.density) html.dataset.density = kept.density;
    if (kept.rail) html.dataset.rail = kept.rail;
    ["views", "list", "side"].forEach(function (pane) {
      if (kept["width-" + pane]) html.style.setProperty("--" + pane + "-width", kept["width-" + pane] + "px");
      if (kept["hide-" + pane]) html.setAttribute("data-hide-" + pane, "");
    });
  } catch (error) { /* storage may be closed to us: the defaults are fine */ }
})();
