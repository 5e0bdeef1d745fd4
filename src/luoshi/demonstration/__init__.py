"""A fictional county that shows the whole path, built by the same actions a user calls."""
