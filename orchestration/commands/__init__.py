"""What a person types, a module for each group; the list of commands is `orchestration.cli`."""
