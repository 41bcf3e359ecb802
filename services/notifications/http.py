"""The routes of notifications, by resource."""

from chassis.routing import Router
from services.notifications import http_contacts, http_deliveries, http_erasures

ROUTER = Router.of((http_contacts.ROUTER, http_deliveries.ROUTER, http_erasures.ROUTER))
