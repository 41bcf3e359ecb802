"""The manifests are what Kubernetes takes, and mean what they should to one another."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml

from chassis.settings import PREFIX, Settings, load
from medspil import credentials
from tests.support import kustomize
from tests.support.kubernetes import Site, container_ports, selects
from tests.support.kustomize import Document, containers, pod
from tests.support.stack import ROOT, SERVICES

FOLDER = ROOT / "deploy" / "kubernetes"
ROUTES = ROOT / "deploy" / "front" / "routes.map"
CLUSTER = Path(__file__).with_name("cloudnativepg.json")
VERSIONS = ("1.31", "1.34", "1.37")  # of Kubernetes
MOUNTED = "/run/secrets/medspil/"
PROBES = ("startupProbe", "livenessProbe", "readinessProbe")
overlays = pytest.mark.parametrize("overlay", ["single", "ha"])


@cache
def site(overlay: str) -> Site:
    """Everything that an overlay makes."""
    return Site(kustomize.built(FOLDER / "overlays" / overlay))


def faults(document: Document, version: str) -> Iterator[str]:
    """Yield what a version of Kubernetes would not take."""
    try:
        if document["kind"] == "Cluster":
            jsonschema.validate(document, json.loads(CLUSTER.read_text()))
        else:
            kubernetes_validate.validate(document, version, strict=True)
    except jsonschema.ValidationError as error:
        yield f"{_name(document)}: {error.message[:300]}"


def _name(document: Document) -> str:
    return f"{document['kind']} {document['metadata']['name']}"


@overlays
@pytest.mark.parametrize("version", VERSIONS)
def test_kubernetes_takes_every_document(overlay: str, version: str) -> None:
    """Strictly: a misspelt field is refused, not ignored."""
    found = [one for doc in site(overlay).documents for one in faults(doc, version)]

    assert found == []


def test_a_misspelt_field_is_noticed() -> None:
    """Seen red: one letter too many, in ours and in the operator's."""
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x"}}
    cluster = site("ha").named("Cluster", "postgres")

    assert list(faults({**service, "spec": {"selectors": {}}}, "1.34"))
    assert list(faults({**cluster, "specs": {}}, "1.34"))


@overlays
def test_kustomize_builds_the_same(overlay: str) -> None:
    """Our reading of an overlay is that of kubectl, where it is at hand."""
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not at hand")
    folder = FOLDER / "overlays" / overlay
    built = subprocess.run(
        [kubectl, "kustomize", str(folder)], capture_output=True, check=True, text=True
    ).stdout

    theirs = sorted(map(json.dumps, _sorted(yaml.safe_load_all(built))))
    assert theirs == sorted(map(json.dumps, _sorted(site(overlay).documents)))


def _sorted(documents: Any) -> Any:
    return json.loads(json.dumps(list(documents), sort_keys=True))


@overlays
def test_selectors_mean_pods_that_there_are(overlay: str) -> None:
    """A budget, a policy or a service without pods does nothing, and says nothing."""
    whole = site(overlay)
    meant = [
        *((one, one["spec"]["selector"]) for one in whole.of("PodDisruptionBudget")),
        *((one, one["spec"]["podSelector"]) for one in whole.of("NetworkPolicy")),
        *(
            (one, {"matchLabels": one["spec"]["selector"]})
            for one in whole.of("Service")
        ),
    ]
    pods = whole.pods().values()

    assert len(meant) > 12
    assert [
        _name(one)
        for one, of in meant
        if not any(selects(of, labels) for labels in pods)
    ] == []
    assert [
        _name(one)
        for one in whole.of("Deployment", "StatefulSet")
        if not selects(one["spec"]["selector"], whole.pods()[one["metadata"]["name"]])
    ] == []


@overlays
def test_ports_lead_somewhere(overlay: str) -> None:
    """From the ingress over the service to the container; and probes, too."""
    whole = site(overlay)
    for service in whole.of("Service"):
        maker = next(
            one
            for one in whole.makers
            if selects(
                {"matchLabels": service["spec"]["selector"]},
                whole.pods()[one["metadata"]["name"]],
            )
        )
        wanted = {port["targetPort"] for port in service["spec"]["ports"]}
        assert wanted <= container_ports(maker).keys(), _name(service)
    for maker in whole.makers:
        for container in containers(maker):
            probed = {
                container[probe]["httpGet"]["port"]
                for probe in PROBES
                if "httpGet" in container.get(probe, {})
            }
            assert probed <= container_ports(maker).keys(), _name(maker)


@overlays
def test_the_ingress_has_every_route(overlay: str) -> None:
    """As the front of docker compose has; the clock cannot be moved here."""
    (rule,) = site(overlay).named("Ingress", "medspil")["spec"]["rules"]
    paths = {
        one["path"]: one["backend"]["service"]["name"] for one in rule["http"]["paths"]
    }
    lines = [line.split() for line in ROUTES.read_text().splitlines() if line[0] != "#"]

    assert paths == {
        f"/v1/{path}": service for path, service in lines if path != "clock"
    }


@overlays
def test_services_are_probed_without_their_servers(overlay: str) -> None:
    """A service that waits for PostgreSQL must not be killed for it."""
    for name in SERVICES:
        (container,) = containers(site(overlay).named("Deployment", name))
        paths = [container[probe]["httpGet"]["path"] for probe in PROBES]
        assert paths == ["/readyz", "/livez", "/readyz"]


@overlays
def test_pods_may_do_nothing_that_they_need_not(overlay: str) -> None:
    """What the restricted standard asks, a root that cannot be written, and bounds."""
    for maker in site(overlay).makers:
        template = pod(maker)
        assert template is not None
        assert template["spec"]["securityContext"]["runAsNonRoot"] is True
        assert template["spec"]["securityContext"]["seccompProfile"] == {
            "type": "RuntimeDefault"
        }
        assert template["spec"]["automountServiceAccountToken"] is False
        for container in containers(maker):
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }, _name(maker)
            assert container["resources"]["requests"].keys() == {"cpu", "memory"}
            assert "memory" in container["resources"]["limits"]


def environment(whole: Site, maker: Document) -> dict[str, str]:
    """Return the variables that a maker's pods see."""
    (container,) = containers(maker)
    settings: dict[str, str] = dict(whole.named("ConfigMap", "settings")["data"])
    return settings | {one["name"]: one["value"] for one in container.get("env", ())}


@overlays
@pytest.mark.parametrize("name", [*SERVICES, "migrate", "provision"])
def test_settings_and_secrets_fit(
    overlay: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each starts with its settings, on the files that `medspil secrets` makes for it."""
    whole = site(overlay)
    maker = whole.named("Deployment" if name in SERVICES else "Job", name)
    reader = name if name in SERVICES else credentials.OPERATOR
    credentials.make(tmp_path)
    certificates = tmp_path / "certificates"
    certificates.mkdir()
    for authority in ("nats.crt", "postgres.crt"):
        (certificates / authority).touch()
    mounted = tmp_path / "mounted"
    for key, path in _secret_files(maker, tmp_path, reader).items():
        (mounted / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tmp_path / reader / key, mounted / path)
    for key, value in environment(whole, maker).items():
        there = value.replace(MOUNTED, f"{mounted}/")
        there = there.replace("/run/certificates", str(certificates))
        monkeypatch.setenv(key, there)

    settings = load()

    if name in SERVICES:
        assert re.fullmatch(
            f"postgresql://medspil_{name}:[^@]+@.+", settings.service_database_url(name)
        )
    else:
        assert re.fullmatch(
            "postgresql://medspil:[^@]+@.+", settings.owner_database_url()
        )


def _secret_files(maker: Document, made: Path, reader: str) -> dict[str, str]:
    """Return which file of the reader's secret is mounted where."""
    template = pod(maker)
    assert template is not None
    (secret,) = (
        one["secret"] for one in template["spec"]["volumes"] if one["name"] == "secrets"
    )
    assert secret["secretName"] == f"medspil-{reader}"
    everything = {
        file.name: file.name for file in (made / reader).iterdir() if file.is_file()
    }
    items = secret.get("items")
    if items is None:
        return everything
    return {item["key"]: item["path"] for item in items}


@overlays
def test_settings_name_no_secret(overlay: str) -> None:
    """A ConfigMap is read by many; what is secret is a file."""
    names = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    given = site(overlay).named("ConfigMap", "settings")["data"]

    assert given.keys() <= names
    assert not given.keys() & {"MEDSPIL_DATABASE_PASSWORD"}


@overlays
def test_policies_let_through_what_flows_and_nothing_else(overlay: str) -> None:
    """Every service reaches both servers; none reaches another."""
    whole = site(overlay)
    callers = (*SERVICES, "migrate", "provision")

    for caller in callers:
        assert whole.may_call(caller, "postgres", 5432), caller
        assert whole.may_call(caller, "nats", 4222), caller
        assert not whole.may_call(caller, "nats", 8222), caller
        for called in SERVICES:
            assert not whole.may_call(caller, called, 8420), (caller, called)
    assert not whole.may_call("postgres", "nats", 4222)
    assert not whole.may_call("nats", "postgres", 5432)


def test_a_cluster_talks_to_itself() -> None:
    """NATS servers route to one another, and the standby reads from its primary."""
    whole = site("ha")

    assert whole.may_call("nats", "nats", 6222)
    assert whole.may_call("postgres", "postgres", 5432)
    assert not whole.may_call("partnerships", "nats", 6222)


def test_a_cluster_has_two_of_every_service() -> None:
    """More when they are busy or messages wait; and never all of them drained."""
    whole = site("ha")
    scaled = {
        one["spec"]["scaleTargetRef"]["name"]: one["spec"]
        for one in whole.of("HorizontalPodAutoscaler")
    }

    assert scaled.keys() == set(SERVICES)
    assert {one["minReplicas"] for one in scaled.values()} == {2}
    for name, spec in scaled.items():
        (lag,) = (one["external"] for one in spec["metrics"] if "external" in one)
        assert lag["metric"]["selector"]["matchLabels"] == {"service": name}
        assert "replicas" not in whole.named("Deployment", name)["spec"]
        assert whole.named("PodDisruptionBudget", name)["spec"]["maxUnavailable"] == 1
    assert whole.named("StatefulSet", "nats")["spec"]["replicas"] == 3
    assert whole.named("Cluster", "postgres")["spec"]["instances"] == 2
