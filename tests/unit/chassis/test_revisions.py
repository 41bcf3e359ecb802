"""The place of a migration is read from its file, without loading it."""

from pathlib import Path

from chassis.revisions import Revision, heads, revision

FIRST = 'revision = "a_0001"\ndown_revision = None\n'
SECOND = 'revision = "a_0002"\ndown_revision = "a_0001"\nSQL = f"""{1}"""\n'
OTHER = 'revision = "b_0001"\ndown_revision = None\ndepends_on = ("a_0001",)\n'


def test_a_migration_stands_on_the_one_before() -> None:
    """What else the file says does not matter."""
    assert revision(FIRST) == Revision("a_0001", frozenset())
    assert revision(SECOND) == Revision("a_0002", frozenset({"a_0001"}))
    assert revision(OTHER) == Revision("b_0001", frozenset({"a_0001"}))


def test_the_last_of_each_branch_is_a_head(tmp_path: Path) -> None:
    """A schema that names the heads has had everything."""
    for name, source in (("0001", FIRST), ("0002", SECOND)):
        (tmp_path / f"{name}_a.py").write_text(source)
    other = tmp_path / "b"
    other.mkdir()
    (other / "0001_b.py").write_text(OTHER)
    (other / "env.py").write_text("import nothing")

    assert heads([tmp_path, other]) == {"a_0002", "b_0001"}
