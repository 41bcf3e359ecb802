"""What tests stand on: real servers, fresh databases, and a clock that obeys."""
