"""What every test may ask for; the fixtures live by topic in tests/fixtures/."""

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.fixtures.leftovers",
    "tests.fixtures.database",
    "tests.fixtures.queue",
    "tests.fixtures.cast",
    "tests.fixtures.sandbox",
    "tests.fixtures.site",
    "tests.fixtures.browser",
    "tests.fixtures.webhooks",
    "tests.fixtures.new_site",
]

settings.register_profile(
    "without a clock", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no fault of the code
settings.load_profile("without a clock")
