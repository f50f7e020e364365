"""Draws frames and sends verbs. The only floor below `app` that imports Qt."""
