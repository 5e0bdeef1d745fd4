"""What can be proved on a day, how likely that is enough, and what to do next: exact, on values, without a clock."""
