"""The lifecycle of a partnership as pure values: what is asked, decided and true."""
