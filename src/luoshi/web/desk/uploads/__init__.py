"""Files that are sent by themselves: as a stream with a script, as a form without one; saved, looked at, settled."""
