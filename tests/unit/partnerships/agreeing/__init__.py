"""Tests of this tier and this part."""
