"""Says in one line which server of the service suite is missing; exits 1 then."""

import os
import sys

import psycopg2
import redis


def main() -> int:
    missing = [line for line in (_postgres(), _redis()) if line]
    for line in missing:
        print(line, file=sys.stderr)
    return 1 if missing else 0


def _postgres() -> str:
    url = os.environ["DATABASE_URL"]
    try:
        psycopg2.connect(url, connect_timeout=5).close()
    except psycopg2.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        return f"No PostgreSQL at DATABASE_URL={url}: {reason}. Start one, or name another in DATABASE_URL."
    return ""


def _redis() -> str:
    url = os.environ["REDIS_URL"]
    try:
        redis.Redis.from_url(url, socket_connect_timeout=5).ping()
    except redis.RedisError as error:
        return f"No Redis at REDIS_URL={url}: {error}. Start one, or name another in REDIS_URL."
    return ""


if __name__ == "__main__":
    sys.exit(main())
