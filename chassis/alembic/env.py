"""Alembic's environment; all of it is in chassis.migrating."""

from chassis.migrating import run_environment

run_environment()
