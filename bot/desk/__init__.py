"""Cases: what the bot hands to people."""
