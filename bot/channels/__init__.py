"""Where citizens talk: each channel turns its platform's messages into Events and Replies."""
