"""A plain unittest suite; `python -m unittest` runs it as well as pytest does."""

import unittest

import boto3
from id_check import Result, check
from moto import mock_aws

from moto_rekognition import declare, face

CARD, SELFIE = b"card", b"selfie"


@mock_aws
class TestIdCheck(unittest.TestCase):
    def setUp(self):
        self.rekognition = boto3.client("rekognition", "us-east-1")
        declare(CARD, [face("ada")])

    def check(self):
        return check(self.rekognition, CARD, SELFIE)

    def test_the_same_person(self):
        declare(SELFIE, [face("ada", eyeglasses=True, smile=True)])
        self.assertEqual(self.check(), Result.SAME)

    def test_different_people(self):
        declare(SELFIE, [face("eve")])
        self.assertEqual(self.check(), Result.DIFFERENT)

    def test_somewhat_alike(self):
        for similarity in (70.5, 94.5):
            with self.subTest(similarity), declare(SELFIE, [face("eve", like={"ada": similarity})]):
                self.assertEqual(self.check(), Result.UNCLEAR)

    @declare(SELFIE, [])
    def test_a_selfie_without_a_face(self):
        self.assertEqual(self.check(), Result.NO_FACE)

    def test_only_the_largest_face_of_a_selfie_counts(self):
        declare(SELFIE, [face("eve"), face("ada")])
        self.assertEqual(self.check(), Result.DIFFERENT)


if __name__ == "__main__":
    unittest.main()
