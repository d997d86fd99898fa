"""How the service speaks, whatever it is asked: requests, numbers, texts, pages, repeated requests."""
