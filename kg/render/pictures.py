"""The network of a build as files: a page to look at, GraphML and GEXF for Gephi and yEd."""

from collections.abc import Iterable

from kg.render import html as page
from kg.render import networks
from kg.render.bundle import Bundle


def html(bundle: Bundle) -> Iterable[str]:
    """Give the page; of a large network it lays out and shows the best connected part."""
    whole = len(bundle.network) <= page.LIMIT
    positions = bundle.positions if whole else None
    yield page.render(bundle.network, title=bundle.title, positions=positions)


def graphml(bundle: Bundle) -> Iterable[bytes]:
    """Give the whole network as GraphML."""
    yield networks.to_graphml(bundle.network, bundle.positions)


def gexf(bundle: Bundle) -> Iterable[bytes]:
    """Give the whole network as GEXF."""
    yield networks.to_gexf(bundle.network, bundle.positions)
