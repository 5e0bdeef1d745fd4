"""Tables that units return without signing in (离线填报): codes, cells, files, and the fate of each row. Pure."""
