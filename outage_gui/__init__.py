"""Replays an outage: who raced, what it broke, and which fix works."""
