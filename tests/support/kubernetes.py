"""What manifests mean to one another: labels, ports, and who may call whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.kustomize import Document, containers, pod

type Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that one overlay makes."""

    documents: Sequence[Document]

    def of(self, *kinds: str) -> list[Document]:
        """Return the documents of these kinds."""
        return [one for one in self.documents if one["kind"] in kinds]

    def named(self, kind: str, name: str) -> Document:
        """Return one document; LookupError if there is none."""
        for one in self.of(kind):
            if one["metadata"]["name"] == name:
                return one
        raise LookupError(f"{kind} {name}")

    @property
    def makers(self) -> list[Document]:
        """Everything that makes pods whose containers we describe."""
        return [one for one in self.documents if pod(one)]

    def pods(self) -> dict[str, Labels]:
        """Return the labels of the pods of each maker, and of the operator's."""
        found = {one["metadata"]["name"]: _labels(one) for one in self.makers}
        for one in self.of("Cluster"):
            found[one["metadata"]["name"]] = one["spec"]["inheritedMetadata"]["labels"]
        return found

    def ports(self, name: str) -> set[int]:
        """Return the ports of the pods of a maker."""
        makers = [one for one in self.makers if one["metadata"]["name"] == name]
        return {port for one in makers for port in container_ports(one).values()}

    def may_call(self, caller: str, called: str, port: int) -> bool:
        """Whether both ends' policies let one pod call another there."""
        return self._lets_out(caller, called, port) and self._lets_in(
            caller, called, port
        )

    def _lets_out(self, caller: str, called: str, port: int) -> bool:
        return any(
            _names(rule.get("to"), self.pods()[called]) and _opens(rule, port)
            for rule in self._rules(caller, "egress")
        )

    def _lets_in(self, caller: str, called: str, port: int) -> bool:
        return any(
            _names(rule.get("from"), self.pods()[caller]) and _opens(rule, port)
            for rule in self._rules(called, "ingress")
        )

    def _rules(self, name: str, direction: str) -> Iterator[Mapping[str, Any]]:
        for policy in self.of("NetworkPolicy"):
            if selects(policy["spec"]["podSelector"], self.pods()[name]):
                yield from policy["spec"].get(direction, ())


def container_ports(maker: Document) -> dict[str, int]:
    """Return the ports of a maker's pods by name."""
    return {
        port["name"]: port["containerPort"]
        for container in containers(maker)
        for port in container.get("ports", ())
    }


def selects(selector: Mapping[str, Any], labels: Labels) -> bool:
    """Whether a label selector means pods with these labels."""
    if not all(
        labels.get(key) == value
        for key, value in selector.get("matchLabels", {}).items()
    ):
        return False
    return all(
        one["operator"] == "In" and labels.get(one["key"]) in one["values"]
        for one in selector.get("matchExpressions", ())
    )


def _labels(maker: Document) -> Labels:
    template = pod(maker)
    labels: Labels = template["metadata"]["labels"] if template else {}
    return labels


def _names(peers: Sequence[Mapping[str, Any]] | None, labels: Labels) -> bool:
    """Whether peers mean those pods of our own namespace; no peers mean everybody."""
    if peers is None:
        return True
    return any(
        "namespaceSelector" not in one and selects(one["podSelector"], labels)
        for one in peers
    )


def _opens(rule: Mapping[str, Any], port: int) -> bool:
    return "ports" not in rule or any(one["port"] == port for one in rule["ports"])
