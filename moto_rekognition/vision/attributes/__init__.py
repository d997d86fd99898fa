"""What mesh and pixels say of one face: eyes, eyewear, mouth, emotions, facial hair, occlusion, age and gender."""
