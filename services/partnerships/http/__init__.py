"""The routes of partnerships, one module for each resource."""

from fastapi import APIRouter

from services.partnerships.http import (
    accesses,
    agreements,
    definitions,
    destructions,
    differences,
    disclosures,
    documents,
    exports,
    files,
    gates,
    inputs,
    kinds,
    links,
    moves,
    organisations,
    outcomes,
    partner,
    partnerships,
    proposals,
    references,
    retention,
    reviews,
    whats_next,
    worklist,
)

ROUTER = APIRouter()
for resource in (
    exports,
    organisations,
    definitions,
    moves,
    kinds,
    references,
    partnerships,
    proposals,
    gates,
    agreements,
    outcomes,
    differences,
    documents,
    files,
    disclosures,
    retention,
    destructions,
    reviews,
    whats_next,
    inputs,
    worklist,
    accesses,
    links,
    partner,
):
    ROUTER.include_router(resource.router)
