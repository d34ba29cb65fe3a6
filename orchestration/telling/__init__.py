"""How things look, on a terminal and in the UI; what they are belongs to those who tell them."""
