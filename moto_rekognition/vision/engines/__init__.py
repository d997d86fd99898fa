"""Face meshes from pixels: one engine per MediaPipe generation, chosen by what is installed."""
