"""What a picture of the network shall show, as its address says."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from kg.web.net.network import Network
from kg.web.problems import Problem

HOPS = 3
_MANY = 40


@dataclass(frozen=True, slots=True)
class Wish:
    """The parts of an address: what stands in the middle, what is opened, chosen, hidden and coloured.

    Names of things are their IRIs without the base: `agency/淮安市人民政府`; `types` are the classes shown, all when
    empty, `hide` the relations not shown.
    """

    focus: str = ""
    to: str = ""
    report: str = ""
    hops: int = 1
    expand: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    node: str = ""
    fact: str = ""
    types: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    colour: str = "class"
    size: str = "degree"

    def address(self, path: str = "/graph", **changes: object) -> str:
        """Give the address of this picture with some parts changed."""
        fields = {name: getattr(self, name) for name in self.__slots__} | changes
        plain = Wish()
        pairs = [
            (name, value)
            for name, held in fields.items()
            if held != getattr(plain, name)
            for value in (held if isinstance(held, tuple) else (held,))
        ]
        return f"{path}?{urlencode(pairs, safe='/:@!,')}" if pairs else path


def read(parameters: QueryParams) -> Wish:
    """Read an address.  Raises Problem 400 for a number that is none."""

    def several(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(v for v in parameters.getlist(name) if v))[:_MANY]

    def listed(name: str) -> tuple[str, ...]:
        return tuple(part for value in several(name) for part in value.split(",") if part)

    hops = parameters.get("hops", "1")
    if hops not in {str(n + 1) for n in range(HOPS)}:
        raise Problem(400, f"hops is a number from 1 to {HOPS}")
    texts = {name: parameters.get(name, "").strip() for name in ("focus", "to", "report", "node", "fact")}
    return Wish(
        **texts,
        hops=int(hops),
        expand=several("expand"),
        open=several("open"),
        types=listed("types"),
        hide=listed("hide"),
        colour="community" if parameters.get("colour") == "community" else "class",
        size="betweenness" if parameters.get("size") == "betweenness" else "degree",
    )


@dataclass(frozen=True, slots=True)
class Names:
    """Tells nodes and facts by the names in addresses."""

    network: Network
    base: str

    def short(self, iri: str) -> str:
        """Give an IRI without the base."""
        return iri.removeprefix(self.base)

    def iri(self, name: str) -> str:
        """Give the IRI of a name."""
        return self.full(self.base, name)

    @staticmethod
    def full(base: str, name: str) -> str:
        """Give the IRI of a name under a base."""
        return name if "://" in name else base + name

    def node(self, name: str) -> int:
        """Give the node of a name, or of a label as people type it.  Raises Problem 404."""
        found = self.network.index.get(self.iri(name))
        if found is None:
            found = self._labelled(name)
        if found is None:
            raise Problem(404, f"no entity is called {name!r} here")
        return found

    def nodes(self, names: Sequence[str]) -> tuple[int, ...]:
        """Give the nodes of names; those that are not there are left out."""
        found = (self.network.index.get(self.iri(name)) for name in names)
        return tuple(dict.fromkeys(n for n in found if n is not None))

    def link(self, fact: str) -> int | None:
        """Give the link that a statement belongs to."""
        return self.network.by_fact.get(self.iri(fact))

    def _labelled(self, text: str) -> int | None:
        """Give the best connected node of a label, else of a label that holds the text."""
        for fits in (text.__eq__, lambda label: text in label):
            found = [n for n, node in enumerate(self.network.nodes) if fits(node.label)]
            if found:
                return max(found, key=lambda n: (self.network.degree(n), -n))
        return None


def opened(names: Names, wish: Wish) -> frozenset[str]:
    """Give the groups that are open, those of expanded nodes with the node's number."""
    found = set()
    for text in wish.open:
        key, at, owner = text.partition("@")
        number = names.network.index.get(names.iri(owner)) if at else None
        if not at or number is not None:
            found.add(f"{key}@{number}" if at else key)
    return frozenset(found)
