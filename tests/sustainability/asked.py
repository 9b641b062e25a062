"""Forms that ask before they record: posted, and answered with yes."""

import re

MARK = re.compile(r'name="understood" value="([0-9a-f]{64})"')


def post_and_say_yes(client, path, data):
    """The answer to the yes; the first answer where nothing was asked."""
    first = client.post(path, data)
    found = MARK.search(first.content.decode())
    return client.post(path, {**data, "understood": found[1]}) if found else first
