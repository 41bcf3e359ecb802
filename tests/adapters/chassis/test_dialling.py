"""NATS is reached with a key of our own, and only at servers that we can trust."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import nkeys

from chassis.dialling import NatsAccess
from tests.support.certificates import certify
from tests.support.natsserver import nats_server
from tests.support.stack import ROOT

ENCRYPTED = """
tls {{ cert_file: "{cert}", key_file: "{key}", handshake_first: true }}
"""


async def on_error(_: Exception) -> None:
    """Where a connection succeeds there is nothing to hear."""


async def first_fault(**settings: object) -> str:
    """Return what keeps a connection with these settings from coming about."""
    variables = [f"MEDSPIL_{name.upper()}={value}" for name, value in settings.items()]
    command = [*variables, sys.executable, "-m", "tests.support.stranger"]
    process = await asyncio.create_subprocess_exec(
        "/usr/bin/env", *command, cwd=ROOT, stdout=PIPE
    )
    async with asyncio.timeout(60):
        said, _ = await process.communicate()
    return said.decode()


def seeded(folder: Path, name: str) -> tuple[Path, str]:
    """Write the seed of a new key; return its file and the public half."""
    pair = nkeys.from_seed(
        nkeys.encode_seed(name.encode().ljust(32), nkeys.PREFIX_BYTE_USER)
    )
    file = folder / name
    file.write_bytes(bytes(pair.seed) + b"\n")
    return file, pair.public_key.decode()


async def test_a_seed_opens_the_door_to_its_own_key_alone(tmp_path: Path) -> None:
    """The client logs in, and hears answers in its own inbox; a stranger does not."""
    ours, public = seeded(tmp_path, "ours")
    theirs, _ = seeded(tmp_path, "theirs")
    config = f"authorization {{ users: [ {{ nkey: {public} }} ] }}"
    with nats_server(tmp_path, config) as port:
        url = f"nats://127.0.0.1:{port}"
        access = NatsAccess((url,), seed_file=ours, inbox_prefix="_INBOX_ours")

        client = await access.connect("test", on_error)
        inbox = client.new_inbox()
        await client.flush(timeout=5)
        await client.close()
        fault = await first_fault(nats_url=url, nats_nkey_seed_file=theirs)

    assert "Authorization Violation" in fault
    assert inbox.startswith("_INBOX_ours.")


async def test_servers_are_believed_by_their_authority(tmp_path: Path) -> None:
    """With its certificate at hand we connect; by the system's authorities not."""
    authority, cert, key = certify(tmp_path)
    with nats_server(tmp_path, ENCRYPTED.format(cert=cert, key=key)) as port:
        url = f"tls://127.0.0.1:{port}"

        client = await NatsAccess((url,), ca_file=authority).connect("test", on_error)
        await client.flush(timeout=5)
        await client.close()
        fault = await first_fault(nats_url=url)

    assert fault.startswith("SSLCertVerificationError")


async def test_nobody_can_talk_us_out_of_encryption(tmp_path: Path) -> None:
    """Whoever is in between could say that the server wants none."""
    authority, _, _ = certify(tmp_path)
    with nats_server(tmp_path, "") as port:
        url = f"tls://127.0.0.1:{port}"

        fault = await first_fault(nats_url=url, nats_ca_file=authority)

    assert fault.startswith("SSLError")
