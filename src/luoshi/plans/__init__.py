"""Plan documents, their readings, and what people corrected in them."""
