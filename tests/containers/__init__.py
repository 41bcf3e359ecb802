"""The containers of docker-compose.yml, built and run; only when asked for."""
