// Filters answer as they are touched: the page is fetched again and its live part put in the old one's place.
const part = () => document.getElementById("live");
let serial = 0, timer = 0;

const narrow = matchMedia("(max-width: 60rem)");
if (narrow.matches) part().querySelector("details.fold").open = false;

async function go(address, push = true) {
  const mine = ++serial, here = document.activeElement, name = here?.name, value = here?.value, caret = here?.selectionStart;
  const open = new Map([...part().querySelectorAll("details[data-keep]")].map((one) => [one.dataset.keep, one.open]));
  part().setAttribute("aria-busy", "true");
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (mine !== serial) return;
  if (!answer.ok) return location.assign(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const one of page.querySelectorAll("#live details[data-keep]")) one.open = open.get(one.dataset.keep) ?? one.open;
  part().replaceWith(page.getElementById("live"));
  document.querySelector(".asked")?.replaceWith(page.querySelector(".asked"));
  if (push) history.pushState(null, "", address);
  const again = name ? [...part().querySelectorAll("[name]")].find((one) => one.name === name && (one.type === "search" || one.value === value)) : null;
  again?.focus({ preventScroll: true });
  if (again?.type === "search" && caret !== null) again.setSelectionRange(caret, caret);
}

function wanted() {
  const fields = [...new FormData(part().querySelector("form"))].filter(([, value]) => value);
  return `${location.pathname}${fields.length ? `?${new URLSearchParams(fields)}` : ""}`;
}

addEventListener("change", (event) => event.target.closest("#live form") && event.target.type !== "search" && go(wanted()));
addEventListener("input", (event) => {
  if (event.target.type !== "search" || !event.target.closest("#live form")) return;
  clearTimeout(timer);
  timer = setTimeout(() => go(wanted()), 250);
});
addEventListener("submit", (event) => {
  if (!event.target.closest("#live form")) return;
  event.preventDefault();
  go(wanted());
});
addEventListener("click", (event) => {
  const link = event.target.closest("#live .chips a, #live .paging a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute("href")).then(() => link.closest(".paging") && part().scrollIntoView());
});
addEventListener("popstate", () => go(location.pathname + location.search, false));
document.documentElement.dataset.ready = "";
