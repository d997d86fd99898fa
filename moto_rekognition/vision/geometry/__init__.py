"""What the mesh says: the canonical face, landmarks, box, pose, eye direction."""
