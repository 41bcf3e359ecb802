"""The fault suite over a cluster: three NATS servers, a primary and its standby."""
