"""The HTML face: pages for staff (``desk``) and for everybody (``portal``), from the same components."""
