"""The issuer's keys: remembered, fetched when unknown, not asked for too often."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chassis.issuer import LocalIssuer, kept_key
from chassis.keys import FetchError, JwksKeyRing, from_file, from_url
from chassis.problems import Problem


def issuer() -> LocalIssuer:
    """Return an issuer with a key of its own."""
    return LocalIssuer("urn:test", "medspil", Ed25519PrivateKey.generate())


class Source:
    """A place where key sets are published, and may be away."""

    def __init__(self, published: LocalIssuer) -> None:
        self.published = published
        self.away = False
        self.fetches = 0

    async def fetch(self) -> dict[str, object]:
        """Hand out what is published, unless away."""
        self.fetches += 1
        if self.away:
            raise FetchError("away")
        return self.published.jwks()


class Watch:
    """Monotonic seconds that pass when told."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.seconds


async def test_a_key_is_fetched_once_and_remembered() -> None:
    """A request must not cost a round trip to the issuer."""
    source = Source(issuer())
    ring = JwksKeyRing(source.fetch, Watch())

    first, *_ = await asyncio.gather(
        *(ring.key(source.published.key_id) for _ in range(5))
    )

    assert first.key_id == source.published.key_id
    assert source.fetches == 1


async def test_an_unknown_key_is_looked_for_at_most_every_thirty_seconds() -> None:
    """A new key is found soon; made-up ones do not drown the issuer."""
    old, new = issuer(), issuer()
    source, watch = Source(old), Watch()
    ring = JwksKeyRing(source.fetch, watch)
    await ring.key(old.key_id)
    source.published = new
    watch.seconds = 29.0
    with pytest.raises(KeyError):
        await ring.key(new.key_id)

    watch.seconds = 30.0

    assert (await ring.key(new.key_id)).key_id == new.key_id
    assert source.fetches == 2


async def test_a_withdrawn_key_is_forgotten_after_ten_minutes() -> None:
    """Revoking a key at the issuer must have an end here too."""
    old, new = issuer(), issuer()
    source, watch = Source(old), Watch()
    ring = JwksKeyRing(source.fetch, watch)
    await ring.key(old.key_id)
    source.published = new

    watch.seconds = 601.0

    with pytest.raises(KeyError):
        await ring.key(old.key_id)


async def test_known_keys_outlast_an_outage_of_the_issuer() -> None:
    """Staff who are logged in go on working."""
    source, watch = Source(issuer()), Watch()
    ring = JwksKeyRing(source.fetch, watch)
    await ring.key(source.published.key_id)
    source.away = True
    watch.seconds = 3600.0

    key = await ring.key(source.published.key_id)

    assert key.key_id == source.published.key_id


async def test_without_any_key_set_nobody_can_be_known_yet() -> None:
    """Not 401: the caller has done nothing wrong."""
    source = Source(issuer())
    source.away = True

    with pytest.raises(Problem) as refused:
        await JwksKeyRing(source.fetch, Watch()).key("any")

    assert refused.value.code == "unavailable"
    assert refused.value.headers == {"Retry-After": "5"}


async def test_a_key_set_is_read_from_a_file(tmp_path: Path) -> None:
    """For places without a way to the issuer."""
    published = issuer()
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(published.jwks()))

    key = await JwksKeyRing(from_file(path)).key(published.key_id)

    assert key.algorithm_name == "EdDSA"


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"keys": 1}', '{"keys": []}'])
async def test_a_file_that_holds_no_key_set_is_no_source(
    tmp_path: Path, text: str | None
) -> None:
    """It is a fault of the installation, told as unavailable and logged."""
    path = tmp_path / "jwks.json"
    if text is not None:
        path.write_text(text)

    with pytest.raises(Problem):
        await JwksKeyRing(from_file(path)).key("any")


@pytest.mark.parametrize("status", [200, 500])
async def test_a_key_set_is_fetched_over_http(status: int) -> None:
    """An answer that is no success is no key set."""
    published = issuer()

    def publish(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json=published.jwks())

    async with httpx.AsyncClient(transport=httpx.MockTransport(publish)) as client:
        fetch = from_url(client, "http://issuer.example/jwks.json")
        if status == 200:
            assert await fetch() == published.jwks()
        else:
            with pytest.raises(FetchError, match="500"):
                await fetch()


def test_a_kept_key_is_the_same_key_again(tmp_path: Path) -> None:
    """Tokens and links outlive a restart, and only the owner can read the key."""
    path = tmp_path / "keys" / "issuer.pem"

    first = kept_key(path)
    second = kept_key(path)

    assert first.private_bytes_raw() == second.private_bytes_raw()
    assert path.stat().st_mode & 0o777 == 0o600


def test_of_all_who_make_a_key_at_once_every_one_keeps_the_same(tmp_path: Path) -> None:
    """Four services that start beside each other must read one another's links."""
    path = tmp_path / "keys" / "links.pem"
    together = Barrier(8)

    def keep() -> bytes:
        together.wait()
        return kept_key(path).public_key().public_bytes_raw()

    with ThreadPoolExecutor(8) as pool:
        kept = [future.result() for future in [pool.submit(keep) for _ in range(8)]]

    assert set(kept) == {kept_key(path).public_key().public_bytes_raw()}
    assert [one.name for one in path.parent.iterdir()] == ["links.pem"]
