"""DBOS: a workflow for each partnership, a durable step for each of its steps.

Best case: 16 threads, no queue, the handler runs inside the step.
"""

from dbos import DBOS, SetWorkflowID
from sqlalchemy import create_engine, text

from benchmarks.costs import Meter
from benchmarks.outcome import Outcome
from benchmarks.peers.job import (
    PAYLOAD_JSON,
    STEPS,
    Handler,
    in_threads,
    number_of,
    outcome,
)
from benchmarks.stage import Stage

_HANDLER = Handler()


@DBOS.step()
def take_step(partnership: str, step: str, payload: str) -> str:
    """Take one step; its result, the payload, is kept."""
    _HANDLER(partnership, step)
    return payload


@DBOS.workflow()
def carry(partnership: str) -> None:
    """Carry one partnership through."""
    for step in STEPS:
        take_step(partnership, step, PAYLOAD_JSON)


def run(stage: Stage) -> Outcome:
    """Carry every partnership through."""
    partnerships = number_of(stage)
    url = stage.database_url.replace("postgresql://", "postgresql+psycopg://")
    DBOS(
        config={
            "name": "peer",
            "system_database_url": url,
            "sys_db_pool_size": 20,
            "log_level": "ERROR",
            "run_admin_server": False,
        }
    )
    DBOS.launch()

    def start(name: str) -> None:
        with SetWorkflowID(name):
            carry(name)

    meter = Meter.of(stage.parts())
    in_threads(partnerships, start)
    found = outcome(meter, partnerships)
    engine = create_engine(url)
    with engine.connect() as connection:
        durable: int = connection.execute(text(_COUNT)).scalar_one()
    engine.dispose()
    DBOS.destroy()
    _HANDLER.prove(partnerships, durable)
    return found


_COUNT = "select count(*) from dbos.operation_outputs"
