"""Marks of a round as a table (评分表): keys of lines, cells, files, and the fate of each row. Pure."""
