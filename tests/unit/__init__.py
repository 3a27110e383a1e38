"""Tests of single modules of the reader, through their public functions."""
