"""What is kept: the tables, and the one store that reads and writes them."""
