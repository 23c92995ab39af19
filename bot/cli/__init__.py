"""What the `troly` command does, a room for each kind of work."""
