"""What all routes share: the store, the engine, the settings, the templates, the terms."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import Store

from kg.web import asgi, describe, headers
from kg.web.engine import Engine
from kg.web.graphs import GraphStore
from kg.web.pipe import Pipe
from kg.web.settings import Settings
from kg.web.sparql import Endpoint
from kg.web.state import Held
from kg.web.updates import Writer

if TYPE_CHECKING:
    from jinja2 import Environment

    from kg.web.explorer.shelf import Shelf
    from kg.web.net.held import Networks
    from kg.web.terms import Terms

T = TypeVar("T")


@dataclass
class Site:
    """The parts of one served store."""

    store: Store
    settings: Settings
    engine: Engine
    endpoint: Endpoint
    graphs: GraphStore
    headers: asgi.Headers
    writer: Writer

    @classmethod
    def of(cls, store: Store, settings: Settings) -> "Site":
        """Put the parts together; no thread is started yet."""
        engine = Engine(settings.threads, settings.waiting, settings.timeout, settings.result_limit)
        writer = Writer(store, engine, settings)
        return cls(
            store,
            settings,
            engine,
            Endpoint(store, engine, settings, writer),
            GraphStore(store, engine, settings, writer),
            headers.always(settings),
            writer,
        )

    @cached_property
    def templates(self) -> "Environment":
        """Give the HTML templates; whatever a label holds is escaped."""
        from kg.web.templating import environment

        return environment(self.settings)

    @cached_property
    def terms(self) -> "Terms":
        """Give the ontology and the vocabularies, read when they are first asked for."""
        from kg.web.terms import Terms

        return Terms.load()

    @cached_property
    def shelf(self) -> "Shelf":
        """Give what the explorer's pages read."""
        from kg.web.explorer.shelf import Shelf

        return Shelf(self.store, lambda: self.writer.changes, self.settings.timeout)

    @cached_property
    def counts(self) -> Held[describe.Counts]:
        """Give what counts the store for its description."""
        return Held(partial(describe.count, self.store), lambda: self.writer.changes)

    @cached_property
    def networks(self) -> "Networks":
        """Give what holds the network of the store."""
        from kg.web.net.held import Networks

        return Networks(self.store, lambda: self.writer.changes)

    async def fetch(self, work: Callable[[Store], T]) -> T:
        """Give what a function finds in the store; it runs in a query's thread, within a query's limits."""
        found: list[T] = []

        def job(pipe: Pipe) -> None:
            found.append(work(self.store))

        await self.engine.run(job)
        return found[0]
