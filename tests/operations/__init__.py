"""What Medspil is operated with: alerts, dashboards, runbook, backup, deployment."""
