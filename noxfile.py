"""The environments beside the everyday one: other moto releases, the newest MediaPipe, other languages' clients."""

from pathlib import Path

import nox

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "uv"
nox.options.sessions = ["moto", "mediapipe"]

#: First and last of each minor release line that is supported; the everyday environment has the newest.
MOTO_RELEASES = ("5.0.0", "5.0.28", "5.1.22", "newest")
TEST_TOOLS = ("pytest>=8", "pytest-xdist", "hypothesis", "scikit-image")


@nox.session
@nox.parametrize("release", MOTO_RELEASES, ids=MOTO_RELEASES)
def moto(session: nox.Session, release: str) -> None:
    """Everything that touches moto, on one of its releases."""
    extras = "moto[server,proxy,s3,cloudformation,iam,resourcegroupstaggingapi]"
    session.install("-e", ".[video]", extras if release == "newest" else f"{extras}=={release}", *TEST_TOOLS)
    session.run("pytest", "-n", "auto", "tests", "--ignore=tests/vision", "--ignore=tests/synthetic", *session.posargs)


@nox.session
def mediapipe(session: nox.Session) -> None:
    """The newest MediaPipe, which platforms without wheels of 0.10.30 and 0.10.31 get."""
    overrides = Path(session.create_tmp(), "overrides.txt")
    overrides.write_text("mediapipe>=1.0\n")  # on this platform the package itself asks for an older one
    session.install("-e", ".", "moto[server,s3]", *TEST_TOOLS, "--override", str(overrides))
    session.run("pytest", "-n", "auto", "tests/vision", *session.posargs)


@nox.session
def clients(session: nox.Session) -> None:
    """Other clients against the server: the AWS CLI, and the SDK for JavaScript (needs Node.js and npm)."""
    session.install("-e", ".", "moto[server,s3]", "awscli", *TEST_TOOLS)
    project = session.create_tmp()
    install = ("install", "--prefix", project, "--no-audit", "--no-fund", "--loglevel=error")
    session.run("npm", *install, "@aws-sdk/client-rekognition@3", external=True)
    example = ("install", "--prefix", "examples/javascript", "--no-audit", "--no-fund", "--loglevel=error")
    session.run("npm", *example, external=True)
    session.run("pytest", "examples/javascript", *session.posargs)
    session.run("pytest", "tests/clients", *session.posargs, env={"NODE_PATH": str(Path(project, "node_modules"))})
