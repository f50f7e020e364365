"""What a scenario means: no Qt, no files, no clock, no dice without a seed."""
