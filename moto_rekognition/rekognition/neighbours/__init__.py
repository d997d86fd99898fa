"""Other services of moto that know collections: IAM, CloudFormation, Resource Groups Tagging."""
