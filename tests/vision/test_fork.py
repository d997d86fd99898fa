"""A process that forks after it has looked at a picture: its children look at pictures of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

#: What every script here begins with. `faces(n)` looks at a picture that nothing else has looked at.
BEGINNING = """
    import multiprocessing, os, sys, threading
    import boto3
    from moto import mock_aws
    import moto_rekognition
    from moto_rekognition.synthetic import Face, group
    from moto_rekognition.vision.analysis import analyze

    def faces(number):
        pixels = group([Face(number), Face(number + 1)], size=(640, 480)).array
        return len(analyze(bytes([number]), lambda: pixels).faces)
"""


def run(script: str) -> list[str]:
    """The lines that a script prints; it must end well and write nothing to stderr."""
    code = textwrap.dedent(BEGINNING) + textwrap.dedent(script)
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", code]  # Python 3.12 warns of any such fork
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            output, errors = process.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail("a process hangs")
    assert (process.returncode, errors) == (0, "")
    return output.split("\n")[:-1]


def test_a_forked_child_looks_at_a_new_picture() -> None:
    script = """
        print("parent", faces(1), flush=True)
        if not (child := os.fork()):
            print("child", faces(3), flush=True)
            sys.exit()
        assert os.waitpid(child, 0)[1] == 0
        print("parent", faces(5))
    """
    assert run(script) == ["parent 2", "child 2", "parent 2"]


def test_a_forked_child_knows_what_its_parent_has_seen() -> None:
    script = """
        faces(1)
        def never(): raise AssertionError("looked at again")
        if not (child := os.fork()):
            print(len(analyze(bytes([1]), never).faces), flush=True)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
    """
    assert run(script) == ["2"]


def test_workers_of_multiprocessing_look_at_pictures() -> None:
    script = """
        faces(1)
        with multiprocessing.get_context("fork").Pool(2) as pool:
            print(*pool.map(faces, [3, 5, 7, 9], chunksize=1))
    """
    assert run(script) == ["2 2 2 2"]


def test_a_process_may_fork_while_its_threads_look_at_pictures() -> None:
    script = """
        def draw(number): return group([Face(number), Face(number + 1)], size=(640, 480)).array
        pictures = {number: draw(number) for number in range(1, 25, 2)}
        def seen(number): return len(analyze(bytes([number]), lambda: pictures[number]).faces)
        seen(1)
        threads = [threading.Thread(target=seen, args=(number,)) for number in range(3, 19, 2)]
        for thread in threads: thread.start()
        children = []
        for number in (19, 21, 23):
            if not (child := os.fork()):
                # A thread of the parent may be looking at the first. One write: lines of children must not mix.
                os.write(1, f"child {seen(3)} {seen(number)}\\n".encode())
                os._exit(0)
            children.append(child)
        for child in children: assert os.waitpid(child, 0)[1] == 0
        for thread in threads: thread.join()
    """
    assert run(script) == ["child 2 2"] * 3


def test_a_preloaded_server_indexes_in_its_workers() -> None:
    script = """
        with mock_aws():
            client = boto3.client("rekognition", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
            client.create_collection(CollectionId="c")
            client.index_faces(CollectionId="c", Image={"Bytes": Face("ada").jpeg()}, ExternalImageId="ada")
            if not (child := os.fork()):
                image = {"Bytes": Face("ada", yaw=10).jpeg()}
                (match,) = client.search_faces_by_image(CollectionId="c", Image=image)["FaceMatches"]
                print(match["Face"]["ExternalImageId"], flush=True)
                sys.exit()
            assert os.waitpid(child, 0)[1] == 0
    """
    assert run(script) == ["ada"]
