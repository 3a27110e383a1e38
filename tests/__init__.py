"""Tests of the warehouse, by room; this folder is a package so that tests can share helpers."""
