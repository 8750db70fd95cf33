// The search box: asks /search.json while one types; arrows, Enter and Escape as a combobox has them.
const WAIT = 90;

/** `go` gets the address that is chosen, `keep` tells which options are shown, `slash` whether "/" leads here. */
export function attach(input, list, { go = (href) => location.assign(href), keep = () => true, slash = true } = {}) {
  let timer = 0, serial = 0, chosen = -1, asked = "";

  if (slash) addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("focus", () => list.childElementCount && input.value.trim() === asked && open());
  input.addEventListener("blur", () => setTimeout(close, 120));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event);
    else if (event.key === "Enter" && chosen >= 0 && !list.hidden) follow(event);
    else if (event.key === "Escape") list.hidden ? input.blur() : close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-href]");
    if (option) take(option.dataset.href);
  });

  async function ask() {
    const text = input.value.trim(), mine = ++serial;
    asked = text;
    if (!text) return close(true);
    const answer = await fetch(`/search.json?limit=8&q=${encodeURIComponent(text)}`);
    if (mine !== serial || !answer.ok) return;
    show(await answer.json());
  }

  function show(found) {
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    const options = found.options.filter(keep);
    list.replaceChildren(...options.map(option));
    if (!options.length) list.append(element("div", "none", found.nothing));
    open();
  }

  function option(item, number) {
    const box = element("div", "");
    box.id = `${list.id}-${number}`;
    box.setAttribute("role", "option");
    box.setAttribute("aria-selected", "false");
    box.dataset.href = item.href;
    const icon = element("span", "");
    icon.innerHTML = item.icon; // drawn by the server from the class alone
    const name = element("span", "name");
    name.append(...marked(item.name, item.at));
    box.append(icon, name, element("span", "count", item.count));
    if (item.also) box.append(element("span", "also", item.also));
    return box;
  }

  function marked(text, at) {
    if (!at) return [text];
    const points = [...text], piece = (a, b) => points.slice(a, b).join("");
    const mark = element("mark", "", piece(at[0], at[1]));
    return [piece(0, at[0]), mark, piece(at[1])];
  }

  function move(event) {
    const options = list.querySelectorAll("[role=option]");
    if (list.hidden || !options.length) return;
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    chosen = (chosen + step + options.length + (chosen < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((one, number) => one.setAttribute("aria-selected", String(number === chosen)));
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  }

  function follow(event) {
    event.preventDefault();
    take(list.children[chosen].dataset.href);
  }

  function take(href) {
    close(true);
    go(href);
  }

  function open() {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function close(empty) {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    if (empty === true) list.replaceChildren();
  }
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
