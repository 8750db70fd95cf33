"""The network of a store and its map, made when first asked for and held while the store does not change."""

import threading
from collections.abc import Callable

from pyoxigraph import Store

from kg.web.net import network, whole
from kg.web.net.network import Network
from kg.web.net.whole import Map


class Networks:
    """Gives the network of one store; `changes` counts how often the store was written."""

    def __init__(self, store: Store, changes: Callable[[], int]) -> None:
        self._store = store
        self._changes = changes
        self._lock = threading.Lock()
        self._map_lock = threading.Lock()
        self._held: tuple[int, Network] | None = None
        self._map: tuple[Network, Map] | None = None
        self.packed: tuple[Map, bytes, str] | None = None

    def get(self) -> Network:
        """Give the network as the store is; the first to ask reads it while others wait."""
        changes = self._changes()
        with self._lock:
            if self._held is None or self._held[0] != changes:
                self._held = changes, network.read(self._store)
            return self._held[1]

    def map(self) -> tuple[Network, Map]:
        """Give the network with its map; a change of the store that leaves the network as it was leaves the map.

        Whoever asks for the network alone does not wait for a map that is being made.
        """
        with self._map_lock:
            current = self.get()
            if self._map is None or self._map[0] != current:
                self._map = current, whole.compute(self._store, current)
            return current, self._map[1]
