"""What every test may ask for; the fixtures live by topic in tests/fixtures/."""

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.queue",
    "tests.fixtures.cast",
    "tests.fixtures.sandbox",
    "tests.fixtures.site",
    "tests.fixtures.browser",
    "tests.fixtures.webhooks",
    "tests.fixtures.new_site",
]
