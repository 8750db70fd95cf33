"""The endpoint: SPARQL 1.1 Protocol, linked-data pages and descriptions over one store.

`create_app(settings)` gives the Starlette application, `serve(settings)` runs it in processes that are replaced when
they fail; nothing here imports a web library until one of them is called.
"""
