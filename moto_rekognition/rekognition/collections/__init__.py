"""Collections, which hold faces and users, and the operations on collections."""
