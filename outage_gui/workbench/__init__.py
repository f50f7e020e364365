"""What is open now and what to draw: one mutable Workbench, one frozen Frame."""
