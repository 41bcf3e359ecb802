"""The frame of every page that a partner sees: accessible, without scripts, private."""

import base64
import hashlib
from importlib.resources import files

from jinja2 import BaseLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from chassis.languages import Language

_STYLE = files("chassis").joinpath("webpage.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
PUBLISHER = "Høje-Taastrup Kommune"
_SKIP = {"da": "Gå til indholdet", "en": "Skip to the content"}


def templates(package: str, folder: str) -> Environment:
    """Return the templates in a package's folder; everything put in is escaped."""
    return _environment(PackageLoader(package, folder))


def _environment(loader: BaseLoader) -> Environment:
    return Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(environment: Environment, template: str, **values: object) -> Markup:
    """Return a part of a page, from a template that escapes what is put in."""
    html = environment.get_template(template).render(**values)
    return Markup(html)  # noqa: S704 - escaped by the template


_FRAME = _environment(PackageLoader("chassis", ".")).get_template("webpage.html.j2")


def page(
    title: str, body: Markup | str, language: Language, status: int = 200
) -> HTMLResponse:
    """Return a whole page; a body that is not Markup is text, and is escaped."""
    html = _FRAME.render(
        title=title,
        body=body,
        language=language,
        style=Markup(_STYLE),  # noqa: S704 - our own file
        publisher=PUBLISHER,
        skip=_SKIP[language],
    )
    return HTMLResponse(html, status, {**_HEADERS, "Content-Language": language})
