"""The outputs: one module for each."""
