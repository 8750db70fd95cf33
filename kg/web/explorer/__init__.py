"""The pages of the explorer: a module for each page, one table of their routes, one read model that they share."""
