"""Words: the bot's own phrases, a folder a language. Data only."""
