"""Setting up a new site in the browser, one module a step; what a step needs to know is in `home.queries.setup`."""
