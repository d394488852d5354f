"use strict";
// Filters, keys, and what belongs together in blocks and result. Without this the page shows all.
(() => {
  const ours = (name) => document.querySelector(`[data-report="${name}"]`);
  const blocks = [...document.querySelectorAll("[data-block]")];
  const parts = [...document.querySelectorAll("[data-part]")];
  const filters = ours("filters");
  const boxes = [...filters.querySelectorAll("[data-label]")];
  const switches = [...filters.querySelectorAll("[data-show]")];
  const [find, status, none, open] = ["find", "status", "none", "open"].map(ours);
  const squashed = (text) => text.replace(/\s+/g, " ").trim();
  const texts = blocks.map((block) => squashed(block.querySelector(".text").textContent));
  let show = "all";

  const filter = () => {
    const labels = new Set(boxes.filter((box) => box.checked).map((box) => box.dataset.label));
    const wanted = find.value.trim().toLowerCase();
    let count = 0;
    blocks.forEach((block, number) => {
      const { label, keep } = block.dataset;
      const visible = labels.has(label) && (show === "all" || show === keep)
        && (wanted === "" || texts[number].toLowerCase().includes(wanted));
      block.hidden = !visible;
      parts[number]?.classList.toggle("out", !visible);
      if (visible) count += 1;
    });
    none.hidden = count > 0;
    status.textContent = count === blocks.length
      ? `${count} blocks` : `${count} of ${blocks.length} blocks shown`;
  };
  boxes.forEach((box) => box.addEventListener("change", filter));
  find.addEventListener("input", filter);
  filters.addEventListener("submit", (event) => event.preventDefault());
  switches.forEach((one) => one.addEventListener("click", () => {
    show = one.dataset.show;
    switches.forEach((other) => other.setAttribute("aria-pressed", String(other === one)));
    filter();
  }));
  // A second press on a label alone brings back all of them.
  boxes.forEach((box) => box.parentElement.addEventListener("dblclick", () => {
    const alone = boxes.every((other) => other.checked === (other === box));
    boxes.forEach((other) => { other.checked = alone || other === box; });
    filter();
  }));

  const toggleAll = () => {
    const opened = open.getAttribute("aria-pressed") !== "true";
    blocks.forEach((block) => { block.firstElementChild.open = opened; });
    open.setAttribute("aria-pressed", String(opened));
  };
  open.addEventListener("click", toggleAll);

  const go = (block) => {
    block.hidden = false;
    block.querySelector("summary").focus({ preventScroll: true });
    block.scrollIntoView({ block: "center" });
  };
  parts.forEach((part, number) => part.addEventListener("click", () => {
    blocks[number].firstElementChild.open = true;
    go(blocks[number]);
  }));

  // Which element of the result a kept block became, by its text.
  const inner = "h1,h2,h3,h4,h5,h6,p,li,td,th,pre,dt,dd,figcaption,caption,blockquote,summary,div";
  const homes = new Map();
  for (const element of document.querySelectorAll("main article.page *")) {
    if (!element.matches(inner) || element.querySelector(inner)) continue;
    const text = squashed(element.textContent);
    if (text !== "" && !homes.has(text)) homes.set(text, element);
  }
  const homeOf = (number) => {
    if (blocks[number].dataset.keep !== "kept") return undefined;
    const text = texts[number];
    const exact = homes.get(text);
    if (exact || text.length < 12) return exact;
    for (const [other, element] of homes) {
      if (other.includes(text) || (other.length > 24 && text.includes(other))) return element;
    }
    return undefined;
  };
  const pairs = new Map();
  blocks.forEach((block, number) => {
    let home;
    let known = false;
    const lit = (on) => () => {
      if (!known) { home = homeOf(number); known = true; }
      home?.classList.toggle("match", on);
    };
    for (const [event, on] of [["pointerenter", true], ["pointerleave", false], ["focusin", true], ["focusout", false]])
      block.addEventListener(event, lit(on));
    if (block.dataset.keep === "kept" && homes.has(texts[number])) pairs.set(homes.get(texts[number]), block);
  });
  for (const [element, block] of pairs) {
    element.addEventListener("pointerenter", () => block.classList.add("match"));
    element.addEventListener("pointerleave", () => block.classList.remove("match"));
    element.addEventListener("dblclick", () => go(block));
  }

  const theme = ours("theme");
  const dark = () => (document.documentElement.dataset.theme
    ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const named = () => { theme.textContent = dark() ? "Light colours" : "Dark colours"; };
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    named();
  });

  const step = (by) => {
    const visible = blocks.filter((block) => !block.hidden);
    const at = visible.findIndex((block) => block.contains(document.activeElement));
    const next = visible[at < 0 ? 0 : at + by];
    if (next) go(next);
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input[type=search]");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing) {
      if (event.key === "Escape") { find.value = ""; filter(); find.blur(); }
      return;
    }
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "e") toggleAll();
    else if (event.key === "/") { event.preventDefault(); find.focus(); }
  });

  named();
  for (const name of ["filters", "theme", "keys"]) ours(name).hidden = false;
})();
