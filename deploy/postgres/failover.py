#!/usr/bin/env python3
"""Keeps a PostgreSQL primary with one synchronous standby, and changes their places.

Run it on a third machine, the witness, and nowhere else: its state file alone says
who is primary, and whether the other has every acknowledged commit ("in step").
Only a standby in step is promoted. The old primary is never trusted to know that it
is old: it is stopped if it can be reached, it finds a standby.signal when it starts
again, and what it cannot send to the other it cannot acknowledge.
"""

import argparse
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shlex import quote
from threading import Event
from time import monotonic

from postgres_nodes import (
    LOOK_WITHIN,
    WORK_WITHIN,
    Cluster,
    FailoverError,
    Node,
    State,
    ask,
    fence,
    follow,
    read,
    say,
    serves_as_primary,
    shell,
    start,
)

_SETTING = "show synchronous_standby_names"
_MESSAGE = "select pg_logical_emit_message(true, 'failover', '')"
_ATTACHED = "select application_name from pg_stat_replication"
_STREAMING = f"{_ATTACHED} where state = 'streaming'"
JOINED_WITHIN = 60.0  # seconds from its start
_STOPPING = Event()


def streams(cluster: Cluster, node: Node, names: str = _STREAMING) -> bool:
    """Whether the primary sends to it, and it is close behind."""
    return node.name in ask(cluster, cluster.primary, names).split()


def get_in_step(cluster: Cluster, node: Node) -> None:
    """Let no commit be acknowledged that this standby does not have; then note it.

    The checkpoint is the moment from which every backend waits: the process that
    makes it reads the new setting first. What was acknowledged earlier was written
    earlier than the message after it, which is not committed without the standby.
    """
    primary, setting = cluster.primary, f'"{node.name}"'
    wait_until(lambda: streams(cluster, node), WORK_WITHIN)
    change = f"alter system set synchronous_standby_names = '{setting}'"
    ask(cluster, primary, change, "select pg_reload_conf()")
    wait_until(lambda: ask(cluster, primary, _SETTING) == setting, LOOK_WITHIN * 2)
    ask(cluster, primary, "checkpoint", within=WORK_WITHIN)
    written = ask(cluster, primary, _MESSAGE, within=JOINED_WITHIN)
    if not streams(cluster, node, f"{_STREAMING} and flush_lsn >= '{written}'"):
        raise FailoverError(f"{node.name} has not got what {primary.name} has.")
    cluster.note(replace(cluster.state, in_step=node.name))
    say(f"{node.name} is in step with {primary.name}.")


def begin(cluster: Cluster, primary: str | None) -> None:
    """Write the first state, once; afterwards nobody but a promotion changes it."""
    if cluster.file.exists():
        if primary not in (None, cluster.state.primary):
            raise FailoverError(f"{cluster.state.primary} is primary: see status.")
        return
    if primary not in cluster.nodes:
        raise FailoverError(f"Say --primary, one of {', '.join(cluster.nodes)}.")
    cluster.note(State(primary))


def join(cluster: Cluster) -> None:
    """Make the other node a standby of the primary, whatever it was; get it in step."""
    node = cluster.other
    if cluster.state.in_step is not None:
        go_alone(cluster)
    if not fence(cluster, node):
        raise FailoverError(f"{node.name} is out of reach: nothing was changed there.")
    try:
        follow(cluster, node)
        wait_until(lambda: streams(cluster, node, _ATTACHED), JOINED_WITHIN)
    except FailoverError as error:
        say(f"{error} {node.name} is copied afresh.")
        fence(cluster, node)
        follow(cluster, node, afresh=True)
    get_in_step(cluster, node)


def promote(cluster: Cluster) -> None:
    """Make the standby the primary; it goes on alone until the other has joined it."""
    state, old, new = cluster.state, cluster.primary, cluster.other
    if state.in_step != new.name:
        raise FailoverError(
            f"{new.name} is not in step: commands that {old.name} acknowledged may be "
            f"missing there. Start {old.name} again."
        )
    fence(cluster, old)
    cluster.note(State(new.name, None, state.epoch + 1))
    shell(new, f"{cluster.programs}/pg_ctl -D {quote(new.data)} -w promote >/dev/null")
    say(f"{new.name} is primary instead of {old.name}.")


def switch(cluster: Cluster) -> None:
    """Change places while both are well: the old one first sends all it has."""
    old = cluster.primary
    if not streams(cluster, cluster.other):
        raise FailoverError(f"{cluster.other.name} does not follow; join it first.")
    shell(old, f"{cluster.programs}/pg_ctl -D {quote(old.data)} -m fast -w stop")
    promote(cluster)
    join(cluster)


def go_alone(cluster: Cluster) -> None:
    """Let the primary acknowledge without its standby, which is first struck out."""
    if not serves_as_primary(cluster, cluster.primary):
        raise FailoverError(f"{cluster.primary.name} does not answer: promote instead.")
    cluster.note(replace(cluster.state, in_step=None))
    ask(
        cluster,
        cluster.primary,
        "alter system set synchronous_standby_names = ''",
        "select pg_reload_conf()",
    )
    say(f"{cluster.primary.name} goes on alone; {cluster.other.name} is not in step.")


def watch(cluster: Cluster) -> None:
    """Look after both until stopped: promote, join and go alone as needed."""
    watcher, told = Watcher(cluster), ""
    while not _STOPPING.is_set():
        begun = monotonic()
        try:
            with cluster.locked():
                watcher.look()
        except FailoverError as error:
            if told != (told := str(error)):  # once: it may last for hours
                say(told)
        _STOPPING.wait(max(0.0, cluster.every - (monotonic() - begun)))


class Watcher:
    """Remembers what it saw last, to tell a moment from a failure."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._in_vain = 0
        self._streamed_at = monotonic()

    def look(self) -> None:
        """Look once, and do what follows."""
        cluster = self._cluster
        if not serves_as_primary(cluster, cluster.primary):
            self._in_vain += 1
            if self._in_vain >= cluster.attempts:
                self._in_vain = 0
                revive(cluster)
            return
        self._in_vain = 0
        if cluster.state.in_step is None:
            join(cluster)
        if streams(cluster, cluster.other):
            self._streamed_at = monotonic()
        elif monotonic() - self._streamed_at > cluster.alone_after:
            go_alone(cluster)
        else:
            start(cluster, cluster.other)  # it goes on from where it was killed


def revive(cluster: Cluster) -> None:
    """Have a primary again: the standby in step, or else the same one once more."""
    if cluster.state.in_step is not None:
        promote(cluster)
        return
    node = cluster.primary
    start(cluster, node)
    if ask(cluster, node, "select pg_is_in_recovery()") == "t":  # a promotion half done
        shell(node, f"{cluster.programs}/pg_ctl -D {quote(node.data)} -w promote")


def status(cluster: Cluster) -> None:
    """Say what is written, and how each node answers."""
    state = cluster.state
    say(f"epoch {state.epoch}, primary {state.primary}, in step: {state.in_step}")
    for node in cluster.nodes.values():
        try:
            recovering = ask(cluster, node, "select pg_is_in_recovery()") == "t"
            say(f"{node.name} answers as {'standby' if recovering else 'primary'}")
        except FailoverError as error:
            say(f"{node.name} does not answer: {error}")


def wait_until(done: Callable[[], bool], within: float) -> None:
    """Return when it is so; FailoverError when it takes too long."""
    deadline = monotonic() + within
    while not done():
        if monotonic() > deadline or _STOPPING.wait(0.1):
            raise FailoverError(f"Not so after {within:.0f} s; look at both logs.")


COMMANDS: dict[str, tuple[Callable[[Cluster], None], str]] = {
    "status": (status, "say who is what"),
    "join": (join, "make the other node a standby of the primary, in step with it"),
    "promote": (promote, "the primary is lost: let the standby take over"),
    "switch": (switch, "change places without losing a connection's last commit"),
    "alone": (go_alone, "the standby is lost: let the primary go on without it"),
    "watch": (watch, "do all of this by itself, until stopped"),
}


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("cluster.toml"))
    parser.add_argument("--primary", help="the first time: which node is primary")
    told = "; ".join(f"{name}: {what}" for name, (_, what) in COMMANDS.items())
    parser.add_argument("command", choices=COMMANDS, help=told)
    asked = parser.parse_args()
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: _STOPPING.set())
    try:
        cluster = read(asked.config)
        begin(cluster, asked.primary)
        command, _ = COMMANDS[asked.command]
        if command in (watch, status):
            command(cluster)
        else:
            with cluster.locked():
                command(cluster)
    except FailoverError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
