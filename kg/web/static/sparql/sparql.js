// The query editor: YASGUI with this store's prefixes and examples; what it finds leads to our pages.
const start = JSON.parse(document.getElementById("start").textContent);
const box = document.getElementById("yasgui"), asked = new URLSearchParams(location.search).get("edit");
const { Yasgui } = globalThis;

document.getElementById("plain").hidden = true;
Yasgui.Yasqe.defaults.value = start.text;
Yasgui.Yasqe.defaults.addPrefixesOnPaste = false;
const gui = new Yasgui(box, {
  persistenceId: `fazhi-kg ${start.base}`,
  copyEndpointOnNewTab: false,
  populateFromUrl: false,
  tabName: start.texts.query,
  requestConfig: { endpoint: `${location.origin}/sparql`, method: "POST" },
  endpointCatalogueOptions: { getData: () => [], keys: [] },
  yasqe: { value: start.text, showQueryButton: true, createShareableLink: (yasqe) => shareable(yasqe.getValue()) },
  yasr: { prefixes: start.prefixes, plugins: { ...Yasgui.Yasr.defaults.plugins, table: { ...Yasgui.Yasr.defaults.plugins?.table, dynamicConfig: { compact: true, isEllipsed: true } } } },
});
if (asked) open(asked);

const shareable = (text) => `${location.origin}/sparql?edit=${encodeURIComponent(text)}`;

/** Shows a query in a tab of its own, or in the tab that has it already. */
function open(text, name) {
  const settings = { yasqe: { value: text }, requestConfig: { endpoint: `${location.origin}/sparql` } };
  if (name) settings.name = name;
  gui.addTab(true, { ...Yasgui.Tab.getDefaults(gui), ...settings }, { avoidDuplicateTabs: true });
}

/** Gives the address of our page for an IRI, null for an IRI of others. */
function local(iri) {
  const [space, path] = [[start.base, "/id/"], [start.root, "/"]].find(([space]) => iri.startsWith(space)) || [];
  if (!space) return null;
  const [head, ...rest] = iri.slice(space.length).split("#");
  return path + encodeURI(head).replaceAll("?", "%3F") + (rest.length ? `#${encodeURI(rest.join("#"))}` : "");
}

function lead(link) {
  const address = local(link.getAttribute("href"));
  link.rel = "noopener noreferrer";
  if (!address) return;
  link.href = address;
  link.target = "_self";
}

new MutationObserver(() => {
  for (const link of box.querySelectorAll("a.iri:not([data-seen])")) {
    link.dataset.seen = "";
    lead(link);
  }
  tidy();
}).observe(box, { childList: true, subtree: true });

/** Names for what YASGUI leaves without one. */
function tidy() {
  for (const area of box.querySelectorAll(".CodeMirror textarea:not([aria-label])")) area.setAttribute("aria-label", start.texts.query);
  for (const frame of box.querySelectorAll(".CodeMirror-scroll:not([tabindex='0'])")) frame.tabIndex = 0;
  for (const add of box.querySelectorAll("[role=tablist] .addTab:not([role])")) {
    add.setAttribute("role", "tab"); // a list of tabs may hold nothing else
    add.setAttribute("aria-selected", "false");
  }
  for (const button of box.querySelectorAll(".yasqe_queryButton:not([data-seen])")) {
    button.dataset.seen = "";
    button.setAttribute("aria-label", start.texts.ask);
  }
}

for (const link of document.querySelectorAll("[data-example]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const found = start.examples.find((one) => one.name === link.dataset.example);
    open(found.text, found.title);
    gui.getTab().getYasqe().query().catch(() => {});
    history.replaceState(null, "", `/sparql?edit=${encodeURIComponent(found.text)}`);
  });
}
tidy();
document.documentElement.dataset.ready = "";
globalThis.gui = gui;
