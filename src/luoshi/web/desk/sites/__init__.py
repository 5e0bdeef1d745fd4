"""Demonstration sites: structures with their quotas, one site with its pictures."""
