"""Builds an overlay as kustomize does, as far as ours use it."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

type Document = dict[str, Any]

KNOWN = frozenset({"apiVersion", "kind", "namespace", "resources", "patches", "images"})


def built(folder: Path) -> list[Document]:
    """Return every document of an overlay; ValueError for what is not understood."""
    said = yaml.safe_load((folder / "kustomization.yaml").read_text())
    if not said.keys() <= KNOWN:
        raise ValueError(f"{folder}: {sorted(said.keys() - KNOWN)}")
    documents = [one for name in said["resources"] for one in _read(folder / name)]
    for patch in said.get("patches", ()):
        _patch(documents, yaml.safe_load((folder / patch["path"]).read_text()), patch)
    for document in documents:
        if document["kind"] != "Namespace":
            document["metadata"]["namespace"] = said["namespace"]
        for container in containers(document):
            container["image"] = _image(container["image"], said.get("images", ()))
    return documents


def pod(document: Document) -> Document | None:
    """Return the template of the pods that a document makes, if it makes any."""
    template: Document | None = document.get("spec", {}).get("template")
    return template if template and "spec" in template else None


def containers(document: Document) -> list[Document]:
    """Return the containers of those pods."""
    template = pod(document)
    return list(template["spec"]["containers"]) if template else []


def _read(path: Path) -> Iterator[Document]:
    if path.is_dir():
        yield from built(path)
    else:
        yield from yaml.safe_load_all(path.read_text())


def _patch(documents: list[Document], change: Any, patch: Mapping[str, Any]) -> None:
    target = patch.get("target") or {
        "kind": change["kind"],
        "name": change["metadata"]["name"],
    }
    meant = [one for one in documents if _is(one, target)]
    if not meant:
        raise LookupError(f"{patch['path']} changes nothing.")
    for document in meant:
        if isinstance(change, list):
            for operation in change:
                _operate(document, deepcopy(operation))
        else:
            _merge(document, change)


def _is(document: Document, target: Mapping[str, str]) -> bool:
    name = document["metadata"]["name"]
    return (document["kind"], name) == (target["kind"], target.get("name", name))


def _merge(document: Document, change: Mapping[str, Any]) -> None:
    for key, value in change.items():
        if isinstance(value, Mapping) and isinstance(document.get(key), dict):
            _merge(document[key], value)
        else:
            document[key] = value


def _operate(document: Document, operation: Mapping[str, Any]) -> None:
    *way, last = operation["path"].strip("/").split("/")
    place: Any = document
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if operation["op"] == "remove":
        del place[last]
    elif operation["op"] == "add" and last == "-":
        place.append(operation["value"])
    else:
        raise ValueError(f"{operation['op']} {operation['path']}")


def _image(image: str, replaced: list[Mapping[str, str]]) -> str:
    for one in replaced:
        if image == one["name"]:
            return f"{one['newName']}:{one['newTag']}"
    return image
