"""The end of the demo: nothing is under way any more, and what it left is shown."""

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, TypeAdapter
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from medspil.demo.office import OFFICER, Office
from medspil.demo.postbox import Postbox
from medspil.demo.scenes import Stage
from medspil.mailbox import Letter
from medspil.waiting import NotYetError, patiently

UNSETTLED = ("waiting_for_contact", "due", "sending")
OUT = Console()


class Deliveries(BaseModel):
    """Letters in a state."""

    items: list[object]


_DELIVERIES = TypeAdapter(Deliveries)


async def settled(office: Office) -> None:
    """Wait until every letter has left."""

    async def look() -> None:
        for state in UNSETTLED:
            path = f"/v1/deliveries?state={state}&limit=1"
            if (await office.read(path, _DELIVERIES, OFFICER)).items:
                raise NotYetError(f"A letter is {state}.")

    await patiently("the last letters", look)


async def show(stage: Stage, postbox: Postbox, folder: Path) -> None:
    """Write the list of links, and tell what was made and where it lies."""
    links = folder / "links.md"
    links.touch()
    links.chmod(0o600)  # whoever has a link may use it
    letters = await postbox.refresh()
    links.write_text(_links(letters))
    cases = Table("case", "events", "history", title="What was played")
    for case in stage.cases:
        found = await case.verified()
        whole = "whole" if found.intact else "[red]broken[/]"
        cases.add_row(escape(case.district.title), str(found.events), whole)
    OUT.print(cases)
    made = Table("what", "where", title="What was made")
    for year in (2024, 2025):
        made.add_row(f"Evaluation of {year}", str(folder / f"evaluation-{year}.pdf"))
        made.add_row("  its figures", str(folder / f"evaluation-{year}.json"))
    made.add_row(f"{len(letters)} letters", str(folder / "mail"))
    made.add_row("Links in the letters", str(links))
    OUT.print(made)


def invite(folder: Path, clock: Path) -> None:
    """Say how to look around in what was played."""
    served = f"MEDSPIL_DATA_DIR={folder} MEDSPIL_MOVABLE_CLOCK={clock} make run"
    OUT.print("Look around in it, on the last day that was played:")
    OUT.print(f"  {served}", markup=False, soft_wrap=True)


_ABOUT_LINKS = """\
# Links that partners were sent

They open in the Medspil that serves this folder, on the clock of the demo.
By the last day all are used or past their time, and each page says which;
stop the demo on its way, and those of that day are open.
"""


def _links(letters: Iterable[Letter]) -> str:
    lines = [_ABOUT_LINKS]
    for letter in letters:
        for url in letter.links:
            to = ", ".join(letter.recipients)
            lines.append(f"- {letter.number}. {to}: [{letter.subject}]({url})")
    return "\n".join([*lines, ""])


@contextmanager
def progress(scenes: int) -> Generator[Callable[[int, str], None]]:
    """Show which scene is played, and how many there are."""
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=OUT) as bar:
        task = bar.add_task("", total=scenes)
        yield lambda over, title: bar.update(task, completed=over, description=title)
