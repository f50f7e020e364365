"""A second, slow, plain reading of the scenario language, written from the format page alone."""
