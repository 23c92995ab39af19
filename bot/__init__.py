"""The assistant itself: talks, memory, channels, staff."""
