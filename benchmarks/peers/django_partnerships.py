"""The models of the Django peer, and one step of a partnership."""

import json
from collections.abc import Mapping

from django.db import connection, models, transaction
from viewflow.fsm import State

from benchmarks.peers.job import STEPS
from benchmarks.peers.outbox import POST


class Partnership(models.Model):
    """Where a partnership stands."""

    name = models.TextField(unique=True)
    stage = models.TextField(default="new")

    class Meta:
        """Where the table belongs."""

        app_label = "peers"


class Course(models.Model):
    """What happened."""

    partnership = models.ForeignKey(Partnership, models.CASCADE)
    step = models.TextField()
    body = models.JSONField()

    class Meta:
        """Where the table belongs."""

        app_label = "peers"


class Flow:
    """The state machine: each step from the one before."""

    stage = State(["new", *STEPS], default="new")

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership

    @stage.setter()
    def _set(self, value: str) -> None:
        self.partnership.stage = value

    @stage.getter()
    def _get(self) -> str:
        return self.partnership.stage

    @stage.transition(source="new", target="propose")
    def propose(self) -> None:
        """Begin."""

    @stage.transition(source="propose", target="agree")
    def agree(self) -> None:
        """Agree."""

    @stage.transition(source="agree", target="activate")
    def activate(self) -> None:
        """Put into force."""

    @stage.transition(source="activate", target="review")
    def review(self) -> None:
        """Review."""


def create() -> None:
    """Make the tables."""
    with connection.schema_editor() as editor:
        editor.create_model(Partnership)
        editor.create_model(Course)


def take_step(name: str, step: str, body: Mapping[str, str]) -> None:
    """Take one step in one transaction: state, event, outbox."""
    with transaction.atomic():
        if step == STEPS[0]:
            partnership = Partnership(name=name)
        else:
            partnership = Partnership.objects.select_for_update().get(name=name)
        getattr(Flow(partnership), step)()
        partnership.save()
        Course.objects.create(partnership=partnership, step=step, body=body)
        with connection.cursor() as cursor:
            cursor.execute(POST, (name, step, json.dumps(body)))
