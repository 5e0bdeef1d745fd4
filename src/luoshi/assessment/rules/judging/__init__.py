"""What a rule gives for what was observed, exactly and with its reason."""
