"""The network of a store: entities and what is stated between them, cut, measured, placed and given with its sentences."""
