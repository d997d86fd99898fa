"""Collections: what holds faces and users, and the operations on them."""
