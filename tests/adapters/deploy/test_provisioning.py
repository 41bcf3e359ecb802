"""A cluster that has just begun is waited for, until it can be asked."""

from pathlib import Path

import pytest

from chassis.settings import Settings
from medspil import credentials, operating
from medspil.waiting import LostPatienceError
from tests.faults.cluster.quorum import Quorum


async def test_a_cluster_without_a_leader_is_waited_for(
    database_url: str, tmp_path: Path
) -> None:
    """One server of three answers nobody; which is told, and mends itself."""
    quorum = Quorum(tmp_path / "nats")
    settings = Settings(
        database_url=database_url,
        nats_url=quorum.url,
        nats_replicas=3,
        nats_ca_file=quorum.authority,
        nats_nkey_seed_file=quorum.seed(credentials.OPERATOR),
        smtp_url="smtp://127.0.0.1:9",
        data_dir=tmp_path / "data",
    )
    try:
        quorum.programs["nats-0"].start()
        with pytest.raises(LostPatienceError, match="No server leads JetStream"):
            await operating.provision(settings, patience=1)
        await quorum.start()

        drift = await operating.provision(settings)

        assert drift[0].what == "stream MEDSPIL"
        assert await operating.provision(settings) == []
    finally:
        for server in quorum.programs.values():
            server.kill()
