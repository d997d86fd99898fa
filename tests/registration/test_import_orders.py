"""Whoever imports or activates what first, the same service answers. Each order runs in an interpreter of its own."""

import subprocess
import sys
from textwrap import dedent

import pytest

PRELUDE = """
import boto3

def client(**options):
    return boto3.client("rekognition", "us-east-1", aws_access_key_id="a", aws_secret_access_key="b", **options)

def answers(rekognition):
    rekognition.create_collection(CollectionId="c")
    assert rekognition.list_collections()["CollectionIds"] == ["c"]
    assert rekognition.detect_text(Image={"Bytes": b"stock operations still answer"})["TextDetections"]
"""

ORDERS = {
    "package before moto": """
        import moto_rekognition
        from moto import mock_aws
        with mock_aws():
            answers(client())
    """,
    "moto before package": """
        from moto import mock_aws
        import moto_rekognition
        with mock_aws():
            answers(client())
    """,
    "stock service loaded before package": """
        import moto.rekognition.responses
        import moto_rekognition
        from moto import mock_aws
        with mock_aws():
            answers(client())
    """,
    "stock service used before package": """
        from moto import mock_aws
        with mock_aws():
            client().detect_text(Image={"Bytes": b"x"})
        import moto_rekognition
        with mock_aws():
            answers(client())
    """,
    "package imported inside a running mock that has used the stock service": """
        from moto import mock_aws
        with mock_aws():
            rekognition = client()
            rekognition.detect_text(Image={"Bytes": b"x"})
            import moto_rekognition
            answers(rekognition)
    """,
    "client made before the mock": """
        import moto_rekognition
        from moto import mock_aws
        rekognition = client()
        with mock_aws():
            answers(rekognition)
    """,
    "client made before the mock and before the package": """
        from moto import mock_aws
        rekognition = client()
        import moto_rekognition
        with mock_aws():
            answers(rekognition)
    """,
    "backends held before the package": """
        from moto.rekognition.models import rekognition_backends
        rekognition_backends["123456789012"]["us-east-1"]
        import moto_rekognition
        from moto import mock_aws
        with mock_aws():
            answers(client())
            assert rekognition_backends["123456789012"]["us-east-1"].describe_collection("c").face_count == 0
    """,
    "our models first": """
        import moto_rekognition.rekognition.models
        from moto import mock_aws
        with mock_aws():
            answers(client())
    """,
    "our responses first": """
        import moto_rekognition.rekognition.responses
        from moto import mock_aws
        with mock_aws():
            answers(client())
    """,
    "decorated function": """
        import moto_rekognition
        from moto import mock_aws
        @mock_aws
        def run():
            answers(client())
        run()
        run()
    """,
    "function decorated before the package": """
        from moto import mock_aws
        @mock_aws()
        def run():
            answers(client())
        import moto_rekognition
        run()
    """,
    "decorated class": """
        import moto_rekognition, unittest
        from moto import mock_aws
        @mock_aws
        class Greeter(unittest.TestCase):
            def setUp(self):
                self.rekognition = client()
            def test_one(self):
                answers(self.rekognition)
            def test_two(self):
                answers(self.rekognition)
        assert unittest.main(exit=False).result.testsRun == 2
    """,
    "nested mocks": """
        import moto_rekognition
        from moto import mock_aws
        with mock_aws():
            with mock_aws():
                answers(client())
            assert client().list_collections()["CollectionIds"] == ["c"]
        with mock_aws():
            assert client().list_collections()["CollectionIds"] == []
    """,
    "mock started and stopped by hand": """
        import moto_rekognition
        from moto import mock_aws
        mock = mock_aws()
        mock.start()
        answers(client())
        mock.stop()
        mock.start()
        answers(client())
        mock.stop()
    """,
    "server whose application was made before the package": """
        from moto.server import ThreadedMotoServer
        server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        server.start()
        rekognition = client(endpoint_url="http://%s:%s" % server._server.server_address[:2])
        rekognition.detect_text(Image={"Bytes": b"x"})
        import moto_rekognition
        answers(rekognition)
        server.stop()
    """,
    "server started before the package": """
        from moto.server import ThreadedMotoServer
        server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        server.start()
        import moto_rekognition
        answers(client(endpoint_url="http://%s:%s" % server._server.server_address[:2]))
        server.stop()
    """,
    "package imported twice, once anew": """
        import importlib, moto_rekognition
        from moto import mock_aws
        with mock_aws():
            answers(client())
        importlib.reload(moto_rekognition._register).install()
        with mock_aws():
            answers(client())
    """,
}


@pytest.mark.parametrize("order", ORDERS)
def test_service_answers_when(order: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PRELUDE + dedent(ORDERS[order])],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
