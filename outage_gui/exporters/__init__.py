"""From a scenario, a trace or a frame to other formats: one file a format."""
