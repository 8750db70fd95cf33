"""The network of a store, read when it is first asked for and held while the store does not change."""

import threading
from collections.abc import Callable

from pyoxigraph import Store

from kg.web.net import network
from kg.web.net.network import Network


class Networks:
    """Gives the network of one store; `changes` counts how often the store was written."""

    def __init__(self, store: Store, changes: Callable[[], int]) -> None:
        self._store = store
        self._changes = changes
        self._lock = threading.Lock()
        self._held: tuple[int, Network] | None = None

    def get(self) -> Network:
        """Give the network as the store is; the first to ask reads it while others wait."""
        changes = self._changes()
        with self._lock:
            if self._held is None or self._held[0] != changes:
                self._held = changes, network.read(self._store)
            return self._held[1]
