"""What a scenario is: frozen values, YAML with positions, the expression language, fixes and edits."""
