// Opens documents in frames of their own; tells of each what it says and what it has changed.
async ({sources, sandbox, bare}) => {
  const names = (w) => Object.getOwnPropertyNames(w).filter((name) => !/^\d+$/.test(name));
  const blank = document.body.appendChild(document.createElement("iframe"));
  const usual = new Set(names(blank.contentWindow));
  blank.remove();
  const before = new Set(names(window));
  const frames = await Promise.all(sources.map(async (source) => {
    const frame = document.createElement("iframe");
    if (sandbox) frame.sandbox = sandbox;
    const loaded = new Promise((done) => { frame.onload = done; setTimeout(done, 20000); });
    if (bare) frame.srcdoc = await (await fetch(source)).text();
    else frame.src = source;
    document.body.append(frame);
    await loaded;
    return frame;
  }));
  await new Promise((done) => setTimeout(done, 250));
  const told = frames.map((frame) => {
    const page = frame.contentDocument;
    if (!page) return { moved: true };
    page.querySelectorAll("mark").forEach((mark) => mark.remove());
    return {
      moved: !bare && frame.contentWindow.location.pathname !== new URL(frame.src).pathname,
      text: page.body?.textContent ?? "",
      changed: names(frame.contentWindow).filter((name) => !usual.has(name)),
      links: [...page.querySelectorAll("[href],[src],[action],[formaction]")]
        .flatMap((e) => ["href", "src", "action", "formaction"].map((n) => e.getAttribute(n)).filter(Boolean)),
    };
  });
  frames.forEach((frame) => frame.remove());
  return { told, changed: names(window).filter((name) => !before.has(name)) };
}
