"""The pytest plugin: importing the package registers the service, so that test code needs no import."""
