"""What a person is shown at the start."""

from pathlib import Path

from chassis.settings import Settings
from medspil.telling import greeting


def test_the_commands_of_the_start_name_the_folder_that_is_not_the_usual_one() -> None:
    """A token of another folder's key would be refused."""
    shown = greeting(Settings(data_dir=Path("elsewhere")))

    assert "token case_officer --data-dir elsewhere)" in shown
    assert "medspil mail --data-dir elsewhere\n" in shown


def test_the_commands_of_the_start_are_short_in_the_usual_folder() -> None:
    """Nothing is said that needs no saying."""
    assert "--data-dir" not in greeting(Settings())
