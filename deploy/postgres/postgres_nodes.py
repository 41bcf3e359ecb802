"""The two PostgreSQL machines as the witness sees them: what is written, what is done."""

import fcntl
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote
from time import time

LOOK_WITHIN = 3.0  # seconds for a server to answer a question
WORK_WITHIN = 600.0  # for a copy of everything
PAIR = 2


class FailoverError(Exception):
    """It was not done; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Node:
    """A machine with PostgreSQL, and how commands reach it."""

    name: str
    host: str
    data: str
    port: int = 5432
    socket: str = "/var/run/postgresql"
    run: tuple[str, ...] = ()  # e.g. ssh postgres@host; empty: here, as whoever we are
    options: str = ""  # for the server, beside its configuration file


@dataclass(frozen=True, slots=True)
class State:
    """What the witness knows."""

    primary: str
    in_step: str | None = None  # the standby that has every acknowledged commit
    epoch: int = 1  # how often the primary has changed


@dataclass(frozen=True, slots=True)
class Cluster:
    """Two nodes, and where it is written which is which."""

    nodes: dict[str, Node]
    file: Path
    programs: str
    replication: str = "user=medspil_replication"
    every: float = 0.5  # seconds between two looks
    attempts: int = 3  # looks in vain before the standby is promoted
    alone_after: float = 15.0  # seconds without a standby before the primary goes on

    @property
    def state(self) -> State:
        """What is written now."""
        return State(**json.loads(self.file.read_text()))

    def note(self, state: State) -> None:
        """Write it so that a crash leaves the old or the new, and never neither."""
        unfinished = self.file.with_suffix(".new")
        with unfinished.open("w") as file:
            json.dump({name: getattr(state, name) for name in State.__slots__}, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.file)

    @contextmanager
    def locked(self) -> Generator[None]:
        """Let no two change places at once."""
        with self.file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @property
    def primary(self) -> Node:
        """Who is primary, says the state."""
        return self.nodes[self.state.primary]

    @property
    def other(self) -> Node:
        """Who is not."""
        primary = self.state.primary
        return next(node for name, node in self.nodes.items() if name != primary)


def read(path: Path) -> Cluster:
    """Read the configuration."""
    given = tomllib.loads(path.read_text())
    nodes = {
        name: Node(name, **{**node, "run": tuple(node.get("run", ()))})
        for name, node in given.pop("node").items()
    }
    if len(nodes) != PAIR:
        raise FailoverError(f"{path}: there must be two nodes, not {len(nodes)}.")
    return Cluster(nodes, Path(given.pop("state")), **given)


def shell(node: Node, script: str, within: float = WORK_WITHIN) -> str:
    """Run a script on a node; FailoverError with what it said if it fails."""
    try:
        done = subprocess.run(  # noqa: S603 - what the operator configured
            [*node.run, "sh", "-eus"],
            input=script,
            capture_output=True,
            text=True,
            timeout=within,
            check=False,
            start_new_session=True,  # Ctrl-C must not cancel a wait for the standby
        )
    except subprocess.TimeoutExpired as error:
        raise FailoverError(f"{node.name}: no answer in {within:.0f} s") from error
    if done.returncode:
        raise FailoverError(f"{node.name}: {done.stderr.strip()[-500:]}")
    return done.stdout.strip()


def ask(
    cluster: Cluster, node: Node, *statements: str, within: float = LOOK_WITHIN
) -> str:
    """Ask a node's server as its superuser."""
    commands = " ".join(f"-c {quote(statement)}" for statement in statements)
    return shell(
        node,
        f"PGCONNECT_TIMEOUT=2 {cluster.programs}/psql -XAtq -v ON_ERROR_STOP=1 "
        f"-h {quote(node.socket)} -p {node.port} -U postgres -d postgres {commands}",
        within,
    )


def serves_as_primary(cluster: Cluster, node: Node) -> bool:
    """Whether it answers, and as a primary."""
    with suppress(FailoverError):
        return ask(cluster, node, "select pg_is_in_recovery()") == "f"
    return False


def start(cluster: Cluster, node: Node) -> None:
    """Start its server; one that runs already is left alone."""
    data = quote(node.data)
    shell(
        node,
        f"{cluster.programs}/pg_ctl -D {data} status >/dev/null && exit 0\n"
        f"{cluster.programs}/pg_ctl -D {data} -w -t 120 -l {data}/server.log "
        f"-o {quote(node.options)} start </dev/null >/dev/null 2>&1",
    )


def fence(cluster: Cluster, node: Node) -> bool:
    """Stop its server, and let it be no primary again; False if it is out of reach."""
    data = quote(node.data)
    try:
        shell(
            node,
            f"touch {data}/standby.signal\n"
            f"[ -e {data}/postmaster.pid ] || exit 0\n"
            f"{cluster.programs}/pg_ctl -D {data} -m immediate -t 5 stop "
            ">/dev/null 2>&1 && exit 0\n"
            f"kill -9 $(head -n 1 {data}/postmaster.pid) 2>/dev/null || true",
            LOOK_WITHIN + 10,
        )
    except FailoverError as error:
        say(f"{node.name} could not be fenced ({error}).")
        say("It can acknowledge nothing; keep it from starting until it is back here.")
        return False
    return True


def follow(cluster: Cluster, node: Node, *, afresh: bool = False) -> None:
    """Make its files those of a standby of the primary, and start it.

    An old primary takes back what the primary does not have. A standby goes on where
    it was: to rewind it would let it recover as a primary first, and write a log of
    its own beside the other's. Where neither is sure, everything is copied.
    """
    primary = cluster.primary
    source = f"host={primary.host} port={primary.port} {cluster.replication}"
    ask(cluster, primary, "checkpoint", within=WORK_WITHIN)
    script = _FOLLOW.format(
        afresh="yes" if afresh else "no",
        data=quote(node.data),
        programs=cluster.programs,
        source=quote(source),
        source_database=quote(f"{source} dbname=postgres"),
        conninfo=quote(f"primary_conninfo = '{source} application_name={node.name}'"),
    )
    shell(node, script)
    start(cluster, node)


_FOLLOW = """
data={data} programs={programs} unsure={data}.rewinding
was=$("$programs/pg_controldata" "$data" 2>/dev/null |
    sed -n 's/^Database cluster state: *//p')
if [ {afresh} = yes ] || [ -e "$unsure" ]; then was=nothing; fi
case $was in
"in archive recovery" | "shut down in recovery") ;;
"in production" | "in crash recovery" | "shutting down" | "shut down")
    touch "$unsure"
    rm -f "$data/standby.signal"  # or it could not recover what it crashed with
    "$programs/pg_rewind" -D "$data" --source-server={source_database} >&2 ||
        was=nothing ;;
*) was=nothing ;;
esac
if [ "$was" = nothing ]; then
    mkdir -p -m 700 "$data"
    find "$data" -mindepth 1 -delete
    "$programs/pg_basebackup" -D "$data" -d {source} -X stream -c fast
fi
touch "$data/standby.signal" "$data/postgresql.auto.conf"
sed -i -E '/^(primary_conninfo|synchronous_standby_names) /d' \
    "$data/postgresql.auto.conf"
echo {conninfo} >> "$data/postgresql.auto.conf"
rm -f "$unsure"
"""


def say(line: str) -> None:
    """Tell the operator, with the time."""
    told = datetime.fromtimestamp(time(), UTC).isoformat(timespec="milliseconds")
    sys.stdout.write(f"{told} {line}\n")
    sys.stdout.flush()
