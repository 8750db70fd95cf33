"""The navigation on every page: what it leads to, and which addresses belong to which part."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the site: `name` is the key of its words, `path` its first page, `prefixes` further addresses."""

    name: str
    path: str
    prefixes: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Tell whether an address belongs to this part."""
        if self.path == "/":
            return path == "/"
        return any(path == one or path.startswith(f"{one}/") for one in (self.path, *self.prefixes))


PARTS = (
    Part("overview", "/"),
    Part("graph", "/graph", ("/map",)),
    Part("indicators", "/indicators"),
    Part("reports", "/reports", ("/page/report",)),
    Part("queries", "/queries"),
    Part("sparql", "/sparql"),
    Part("ontology", "/ontology", ("/vocabulary", "/shapes")),
)


def current(path: str) -> str:
    """Give the name of the part that an address belongs to, empty when it belongs to none.

    >>> current("/page/report/x/2017"), current("/search"), current("/")
    ('reports', '', 'overview')
    """
    return next((part.name for part in PARTS if part.holds(path)), "")
