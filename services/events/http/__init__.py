"""The routes of events: gatherings for staff, invitations for those invited."""

from chassis.routing import Router
from services.events.http import gatherings, invitations, planning

router = Router.of((gatherings.router, planning.router, invitations.router))
