"""The routes of notifications, by resource."""

from fastapi import APIRouter

from services.notifications import http_contacts, http_deliveries, http_erasures

ROUTER = APIRouter()
ROUTER.include_router(http_contacts.ROUTER)
ROUTER.include_router(http_deliveries.ROUTER)
ROUTER.include_router(http_erasures.ROUTER)
