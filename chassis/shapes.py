"""Shapes of values of which pydantic makes schemas when the first value comes.

There are hundreds, of which a process meets some; made when they are declared, they
would be most of the time in which it is loaded.
"""

from typing import Any, override

from pydantic import BaseModel, ConfigDict, TypeAdapter

LATE = ConfigDict(defer_build=True)
_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


class Late(BaseModel):
    """A model that is built when it is first needed.

    Where FastAPI takes one, it is in a `chassis.routing.Route`.
    """

    model_config = LATE

    @classmethod
    @override
    def __pydantic_on_complete__(cls) -> None:
        """Let nothing that is made of it wait any more."""
        cls.model_config["defer_build"] = False


def adapter[Shape](shape: type[Shape]) -> TypeAdapter[Shape]:
    """Return what reads and writes values of a type; each has one."""
    found = _ADAPTERS.get(shape)
    if found is None:
        found = _ADAPTERS[shape] = TypeAdapter(shape)
    return found
