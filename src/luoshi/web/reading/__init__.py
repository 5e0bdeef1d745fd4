"""The reading component: a source as set on paper beside what was found in it. Values only, no request, no table."""
