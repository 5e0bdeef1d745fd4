"""Tests of the rooms beneath the pages."""
