"""One error root; each class names what the user can do about it."""


class FazhiError(Exception):
    """Something the user can mend; the message says what to do."""


class InputError(FazhiError):
    """A report cannot be read: wrong kind of file, empty, broken, encrypted, too large."""


class DataError(FazhiError):
    """A file of the project's own data (ontology, rule, lexicon, query) is invalid."""


class QueryError(FazhiError):
    """A SPARQL query is malformed, unknown or failed at its endpoint."""


class StoreError(FazhiError):
    """A store or endpoint is missing, locked or unreachable."""


class OutputError(FazhiError):
    """An output cannot be written: no permission, no space, not a directory."""


class ValidationError(FazhiError):
    """A check could not be made (no shapes, no focus nodes); not the same as 'does not conform'."""
