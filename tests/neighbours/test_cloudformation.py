"""Collections that a CloudFormation stack owns."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from textwrap import dedent
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from tests.service.conftest import ACCOUNT, REGION, ClientOf

pytestmark = pytest.mark.evidence("documented")

ARN = f"arn:aws:rekognition:{REGION}:{ACCOUNT}:collection"


def collection(
    collection_id: str | None = "people", tags: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    properties: dict[str, Any] = {} if collection_id is None else {"CollectionId": collection_id}
    if tags is not None:
        properties["Tags"] = [{"Key": key, "Value": value} for key, value in tags.items()]
    return {"Type": "AWS::Rekognition::Collection", "Properties": properties, **more}


def template(*, outputs: Mapping[str, Any] | None = None, **resources: Any) -> str:
    named = {name: {"Value": value} for name, value in (outputs or {}).items()}
    return json.dumps({"Resources": resources, "Outputs": named})


@pytest.fixture
def cloudformation(client_of: ClientOf) -> Any:
    return client_of("cloudformation")


def collections(rekognition: Any) -> list[str]:
    return rekognition.list_collections()["CollectionIds"]


def test_a_stack_creates_a_collection_with_its_tags(cloudformation: Any, rekognition: Any) -> None:
    cloudformation.create_stack(
        StackName="s", TemplateBody=template(People=collection("people", {"team": "faces", "n": 1}))
    )

    assert rekognition.describe_collection(CollectionId="people")["CollectionARN"] == f"{ARN}/people"
    assert rekognition.list_tags_for_resource(ResourceArn=f"{ARN}/people")["Tags"] == {"team": "faces", "n": "1"}


def test_ref_is_the_collection_id_and_arn_the_attribute(cloudformation: Any) -> None:
    outputs = {"Id": {"Ref": "People"}, "Arn": {"Fn::GetAtt": ["People", "Arn"]}}
    cloudformation.create_stack(StackName="s", TemplateBody=template(outputs=outputs, People=collection()))

    (stack,) = cloudformation.describe_stacks(StackName="s")["Stacks"]
    assert {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]} == {
        "Id": "people",
        "Arn": f"{ARN}/people",
    }


def test_another_attribute_is_refused(cloudformation: Any, rekognition: Any) -> None:
    outputs = {"Count": {"Fn::GetAtt": ["People", "FaceCount"]}}

    with pytest.raises(ClientError, match="does not support attribute type FaceCount"):
        cloudformation.create_stack(StackName="s", TemplateBody=template(outputs=outputs, People=collection()))

    assert collections(rekognition) == []


def test_the_physical_resource_is_the_collection_id(cloudformation: Any) -> None:
    cloudformation.create_stack(StackName="s", TemplateBody=template(People=collection()))

    (resource,) = cloudformation.list_stack_resources(StackName="s")["StackResourceSummaries"]
    assert resource["PhysicalResourceId"] == "people"
    assert resource["ResourceType"] == "AWS::Rekognition::Collection"


def test_an_update_replaces_the_tags_of_the_template_and_keeps_other_tags(
    cloudformation: Any, rekognition: Any
) -> None:
    cloudformation.create_stack(StackName="s", TemplateBody=template(People=collection("people", {"a": "1", "b": "1"})))
    rekognition.tag_resource(ResourceArn=f"{ARN}/people", Tags={"by-hand": "yes"})

    cloudformation.update_stack(StackName="s", TemplateBody=template(People=collection("people", {"b": "2", "c": "2"})))

    tags = rekognition.list_tags_for_resource(ResourceArn=f"{ARN}/people")["Tags"]
    assert tags == {"by-hand": "yes", "b": "2", "c": "2"}


def test_another_collection_id_replaces_the_collection(cloudformation: Any, rekognition: Any) -> None:
    cloudformation.create_stack(StackName="s", TemplateBody=template(People=collection("before")))

    cloudformation.update_stack(StackName="s", TemplateBody=template(People=collection("after")))

    assert collections(rekognition) == ["after"]


def test_an_update_to_a_collection_id_that_is_taken_changes_nothing(cloudformation: Any, rekognition: Any) -> None:
    rekognition.create_collection(CollectionId="taken")
    cloudformation.create_stack(StackName="s", TemplateBody=template(People=collection("before")))

    with pytest.raises(ClientError, match="already exists"):
        cloudformation.update_stack(StackName="s", TemplateBody=template(People=collection("taken")))

    assert collections(rekognition) == ["before", "taken"]


def test_a_collection_that_leaves_the_template_is_deleted(cloudformation: Any, rekognition: Any) -> None:
    cloudformation.create_stack(StackName="s", TemplateBody=template(A=collection("a"), B=collection("b")))

    cloudformation.update_stack(StackName="s", TemplateBody=template(A=collection("a")))

    assert collections(rekognition) == ["a"]


def test_a_deleted_stack_deletes_its_collections_except_retained_ones(cloudformation: Any, rekognition: Any) -> None:
    kept = collection("kept", DeletionPolicy="Retain")
    cloudformation.create_stack(StackName="s", TemplateBody=template(A=collection("a"), Kept=kept))

    cloudformation.delete_stack(StackName="s")

    assert collections(rekognition) == ["kept"]


def test_a_stack_is_deleted_although_its_collection_is_gone_already(cloudformation: Any, rekognition: Any) -> None:
    cloudformation.create_stack(StackName="s", TemplateBody=template(People=collection()))
    rekognition.delete_collection(CollectionId="people")

    cloudformation.delete_stack(StackName="s")

    assert cloudformation.describe_stacks()["Stacks"] == []


@pytest.mark.evidence("assumed")
@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        (collection("taken"), "already exists"),
        (collection("not a name"), "regular expression pattern"),
        (collection(None), "'collectionId' failed to satisfy constraint: Member must not be null"),
        (collection("b", {"aws:reserved": "x"}), "Map keys must satisfy constraint"),
        (
            {"Type": "AWS::Rekognition::Collection", "Properties": {"CollectionId": "b", "Tags": {"k": "v"}}},
            "JSONArray",
        ),
    ],
    ids=["taken", "misnamed", "unnamed", "reserved tag", "tags of another shape"],
)
def test_a_failed_creation_is_rolled_back(cloudformation: Any, rekognition: Any, broken: Any, complaint: str) -> None:
    rekognition.create_collection(CollectionId="taken")
    resources = template(A=collection("a"), B={**broken, "DependsOn": "A"})

    with pytest.raises(ClientError, match=complaint) as failure:
        cloudformation.create_stack(StackName="s", TemplateBody=resources)

    assert failure.value.response["Error"]["Code"] == "ValidationError"
    assert collections(rekognition) == ["taken"]


def test_a_creation_that_fails_elsewhere_is_rolled_back_too(cloudformation: Any, rekognition: Any) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::ImportValue": "nowhere"}}, "DependsOn": "A"}

    with pytest.raises(ClientError, match="No export named nowhere"):
        cloudformation.create_stack(StackName="s", TemplateBody=template(A=collection("a"), B=queue))

    assert collections(rekognition) == []


def test_a_failed_update_keeps_what_was_there(cloudformation: Any, rekognition: Any) -> None:
    rekognition.create_collection(CollectionId="taken")
    cloudformation.create_stack(StackName="s", TemplateBody=template(A=collection("a")))

    with pytest.raises(ClientError, match="already exists"):
        cloudformation.update_stack(StackName="s", TemplateBody=template(A=collection("a"), B=collection("taken")))

    assert collections(rekognition) == ["a", "taken"]


def test_a_failed_change_set_is_rolled_back(cloudformation: Any, rekognition: Any) -> None:
    rekognition.create_collection(CollectionId="taken")
    cloudformation.create_change_set(
        StackName="s",
        ChangeSetName="c",
        ChangeSetType="CREATE",
        TemplateBody=template(A=collection("a"), B=collection("taken", DependsOn="A")),
    )

    with pytest.raises(ClientError, match="already exists"):
        cloudformation.execute_change_set(ChangeSetName="c", StackName="s")

    assert collections(rekognition) == ["taken"]


def test_a_resource_of_another_service_can_refer_to_a_collection(cloudformation: Any, client_of: ClientOf) -> None:
    parameter = {
        "Type": "AWS::SSM::Parameter",
        "Properties": {"Name": "people", "Type": "String", "Value": {"Fn::Sub": "${People} ${People.Arn}"}},
    }
    cloudformation.create_stack(StackName="s", TemplateBody=template(Parameter=parameter, People=collection()))

    assert client_of("ssm").get_parameter(Name="people")["Parameter"]["Value"] == f"people {ARN}/people"


@mock_aws
def test_a_stack_in_govcloud_has_govcloud_arns() -> None:
    region = "us-gov-west-1"
    cloudformation = boto3.client("cloudformation", region)
    outputs = {"Arn": {"Fn::GetAtt": ["People", "Arn"]}}
    cloudformation.create_stack(StackName="s", TemplateBody=template(outputs=outputs, People=collection()))

    (output,) = cloudformation.describe_stacks(StackName="s")["Stacks"][0]["Outputs"]
    assert output["OutputValue"] == f"arn:aws-us-gov:rekognition:{region}:{ACCOUNT}:collection/people"


@pytest.mark.evidence("assumed")
@mock_aws
def test_a_stack_in_a_region_without_rekognition_cannot_have_a_collection() -> None:
    cloudformation = boto3.client("cloudformation", "cn-north-1")

    with pytest.raises(ClientError, match="no endpoint in region 'cn-north-1'"):
        cloudformation.create_stack(StackName="s", TemplateBody=template(People=collection()))


def test_the_template_parser_may_be_loaded_before_the_package() -> None:
    body = template(A=collection("a"))
    code = dedent(f"""
        import moto.cloudformation.parsing as parsing
        parsing.get_model_map()
        import boto3, moto_rekognition
        from moto import mock_aws
        with mock_aws():
            boto3.client("cloudformation", "us-east-1").create_stack(StackName="s", TemplateBody='{body}')
            assert boto3.client("rekognition", "us-east-1").list_collections()["CollectionIds"] == ["a"]
    """)
    subprocess.run([sys.executable, "-c", code], check=True)
