"""Operations of the service that nobody has implemented: refused in a way that says what to do."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from moto_rekognition import fault
from tests.service.conftest import RawPost

#: Some of them: not those that are next.
OPERATIONS: dict[str, dict[str, Any]] = {
    "CreateProject": {"ProjectName": "p"},
    "DescribeProjects": {},
    "ListStreamProcessors": {},
    "ListMediaAnalysisJobs": {},
    "StartSegmentDetection": {},
}


@pytest.mark.parametrize("client_of", ["server"], indirect=True)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_over_http_it_is_a_json_error_that_says_what_to_do(raw: RawPost, operation: str) -> None:
    reply = raw(operation, OPERATIONS[operation])
    status, code, message = reply.error

    assert (status, code) == (400, "NotImplementedException")
    assert reply.headers["Content-Type"] == "application/x-amz-json-1.1"
    for part in (operation, "moto-rekognition, the mock", f"fault('{operation}'", "docs/outcomes.md"):
        assert part in message


@pytest.mark.parametrize("client_of", ["server"], indirect=True)
def test_boto3_does_not_try_again(rekognition: Any) -> None:
    with pytest.raises(ClientError, match="DescribeProjects is not implemented by moto-rekognition") as refusal:
        rekognition.describe_projects()

    assert refusal.value.response["ResponseMetadata"]["RetryAttempts"] == 0


@pytest.mark.parametrize("client_of", ["in_process"], indirect=True)
def test_in_process_it_is_a_python_exception_with_the_same_text(rekognition: Any) -> None:
    with pytest.raises(NotImplementedError, match="DescribeProjects is not implemented by moto-rekognition"):
        rekognition.describe_projects()


def test_a_declared_error_comes_first(raw: RawPost) -> None:
    with fault("DescribeProjects", "AccessDeniedException", times=1):
        assert raw("DescribeProjects", {}).error[1] == "AccessDeniedException"
