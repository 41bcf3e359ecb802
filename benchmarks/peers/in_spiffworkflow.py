"""SpiffWorkflow: a BPMN process for each partnership, its state kept in PostgreSQL.

Best case: 16 threads, the specification parsed once, state and outbox in one
transaction, no user interface.
"""

from io import StringIO
from itertools import pairwise
from threading import local

import psycopg
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

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
from benchmarks.peers.outbox import OUTBOX, POST, Handing
from benchmarks.stage import Stage

_STATES = "create table state (name text primary key, state jsonb not null)"
_KEEP = """
insert into state (name, state) values (%s, %s)
on conflict (name) do update set state = excluded.state
"""
_LOAD = "select state from state where name = %s"


class Course:
    """Takes steps of processes, each in one transaction: state and outbox."""

    def __init__(self, url: str) -> None:
        self._url, self._own = url, local()
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(StringIO(_process())))
        self._specification = parser.get_spec("partnership")
        self._serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())

    def take_step(self, name: str, step: str) -> None:
        """Load the process, do its next task, and keep it."""
        connection = self._connection()
        if step == STEPS[0]:
            workflow = BpmnWorkflow(self._specification)
            workflow.do_engine_steps()
        else:
            (kept,) = connection.execute(_LOAD, (name,)).fetchone()
            workflow = self._serializer.from_dict(kept)
        workflow.get_next_task(state=TaskState.READY, manual=True).run()
        workflow.do_engine_steps()
        state = self._serializer.serialize_json(workflow)
        connection.execute(_KEEP, (name, state))
        connection.execute(POST, (name, step, PAYLOAD_JSON))
        connection.commit()

    def _connection(self) -> psycopg.Connection:
        if not hasattr(self._own, "connection"):
            self._own.connection = psycopg.connect(self._url)
        connection: psycopg.Connection = self._own.connection
        return connection


def run(stage: Stage) -> Outcome:
    """Carry every partnership through."""
    partnerships, handler = number_of(stage), Handler()
    with psycopg.connect(stage.database_url) as connection:
        connection.execute(_STATES)
        connection.execute(OUTBOX)
    handing = Handing(stage.database_url, handler, partnerships)
    wake = handing.start()
    course = Course(stage.database_url)

    def carry(name: str) -> None:
        for step in STEPS:
            course.take_step(name, step)
            wake()

    meter = Meter.of(stage.parts())
    in_threads(partnerships, carry)
    handing.finish()
    found = outcome(meter, partnerships)
    with psycopg.connect(stage.database_url) as connection:
        durable = connection.execute("select count(*) from outbox").fetchone()[0]
    handler.prove(partnerships, durable)
    return found


def _process() -> str:
    """The BPMN of the job: a manual task for each step, one after the other."""
    names = ["begin", *STEPS, "end"]
    tasks = "".join(f'<manualTask id="{step}" name="{step}"/>' for step in STEPS)
    flows = "".join(
        f'<sequenceFlow id="f{number}" sourceRef="{one}" targetRef="{next_one}"/>'
        for number, (one, next_one) in enumerate(pairwise(names))
    )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="job">'
        '<process id="partnership" isExecutable="true"><startEvent id="begin"/>'
        f'{tasks}<endEvent id="end"/>{flows}</process></definitions>'
    )
