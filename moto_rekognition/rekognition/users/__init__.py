"""Users of a collection: create, associate faces, search, list, delete."""
