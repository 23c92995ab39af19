"""What is known: topics, facts, places, and which of them a question means."""
