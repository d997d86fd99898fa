"""Integration with other services of moto: IAM, CloudFormation, Resource Groups Tagging."""
