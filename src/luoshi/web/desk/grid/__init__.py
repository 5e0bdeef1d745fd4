"""The grid on which the office decomposes a draft."""
