"""Asks a process on this machine whether it is well; a container's health check.

It loads nothing but what it needs, for it is started every few seconds.
"""

import http.client
import sys

PATIENCE = 8.0  # seconds


def ask(port: int) -> tuple[bool, str]:
    """Return whether the process at a loopback port is ready, and what it said."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        return answer.status == http.HTTPStatus.OK, answer.read().decode()
    except OSError as error:
        return False, f"Nobody answers at port {port}: {error}"
    finally:
        connection.close()


if __name__ == "__main__":
    well, said = ask(int(sys.argv[1]))
    sys.stdout.write(said)
    sys.exit(not well)
