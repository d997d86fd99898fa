"""A process can end while it analyses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from moto_rekognition.synthetic import Face, film

PROGRAM = """
import sys, threading, boto3
from pathlib import Path
from moto import mock_aws
from moto_rekognition.vision.video import analysis

begun, look = threading.Event(), analysis.observe_frame

def observe_frame(*arguments):
    begun.set()
    return look(*arguments)

analysis.observe_frame = observe_frame
mock_aws().start()
s3, rekognition = (boto3.client(name, "us-east-1") for name in ("s3", "rekognition"))
s3.create_bucket(Bucket="videos")
s3.put_object(Bucket="videos", Key="a.mp4", Body=Path(sys.argv[1]).read_bytes())
video = {"S3Object": {"Bucket": "videos", "Name": "a.mp4"}}
threading.Thread(target=lambda: rekognition.start_face_detection(Video=video), daemon=True).start()
assert begun.wait(60)
print("ends")
"""


def test_a_process_ends_quietly_before_its_analysis(tmp_path: Path) -> None:
    file = tmp_path / "a.mp4"
    file.write_bytes(film([Face("ada", yaw=-40)], duration=4000, fps=2, sway=15).mp4())

    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(file)], capture_output=True, text=True, timeout=300, check=False
    )

    assert (run.returncode, run.stdout) == (0, "ends\n"), run.stderr
    assert "Traceback" not in run.stderr
