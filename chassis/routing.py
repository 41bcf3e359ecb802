"""Routes that are declared when a module is loaded, and built when one is asked for.

FastAPI analyses an endpoint when it is declared, and again wherever its router is
included. That is most of the time in which a program of many routes is loaded, and
a process that serves is asked for few of them.
"""

from collections.abc import Callable, Iterable
from inspect import get_annotations
from typing import Any, override

from fastapi import APIRouter
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.routing import compile_path

PREFIX = "/v1"


class Route(APIRoute):
    """A route that knows its path and its endpoint, and the rest when it has to."""

    @override
    def __init__(
        self, path: str, endpoint: Callable[..., Any], **declared: Any
    ) -> None:
        self.path, self.endpoint = path, endpoint
        self.path_regex, self.path_format, self.param_convertors = compile_path(path)
        self.methods = set(declared.get("methods") or ("GET",))
        self.openapi_extra = declared.get("openapi_extra")
        self._declared: dict[str, Any] | None = declared

    def __getattr__(self, name: str) -> Any:
        """Build the route: something of it is wanted that is not there yet."""
        declared = self.__dict__.pop("_declared", None)
        if declared is None:
            raise AttributeError(name)
        self._complete(declared.get("response_model"))
        super().__init__(self.path, self.endpoint, **declared)
        return getattr(self, name)

    def _complete(self, answer: object) -> None:
        """Build the models that the endpoint takes and gives, once for all routes."""
        for shape in (*get_annotations(self.endpoint).values(), answer):
            model = getattr(shape, "__origin__", shape)
            if isinstance(model, type) and issubclass(model, BaseModel):
                model.model_rebuild()


class Router(APIRouter):
    """The routes of a resource or of a service, each under its whole path.

    An app takes them as they are; included, each would be built again.
    """

    def __init__(self, prefix: str = "", **settings: Any) -> None:
        super().__init__(prefix=PREFIX + prefix, route_class=Route, **settings)

    @classmethod
    def of(cls, routers: Iterable[APIRouter]) -> "Router":
        """Put routers together."""
        together = cls()
        for router in routers:
            together.routes.extend(router.routes)
        return together
