"""What the bot does in one turn: an arm each, called by `conversation.respond`."""
