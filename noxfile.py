"""The environments beside the everyday one: other moto releases, Pythons and MediaPipes, other languages' clients."""

import os
import shutil
import subprocess
from pathlib import Path

import nox

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "uv"
nox.options.sessions = ["moto", "mediapipe", "same_answers"]

#: First and last of each minor release line that is supported; the everyday environment has the newest.
MOTO_RELEASES = ("5.0.0", "5.0.28", "5.1.22", "newest")
#: The ends of what the package runs on: a Python, and what is installed there instead of what resolves by itself.
OTHER_ENVIRONMENTS = {
    "oldest": ("3.10", ["numpy<2", "pillow==10.0.1", "mediapipe==0.10.30", "opencv-python-headless<4.12"]),
    "newest-python": ("3.13", []),
    "newest-mediapipe": ("3.13", ["mediapipe>=1.0"]),
}
#: The tests of what touches moto; the others do not depend on its release.
TOUCH_MOTO = tuple(
    f"tests/{part}" for part in ("registration", "service", "neighbours", "outcomes", "plugin", "server", "video")
)
TEST_TOOLS = ("pytest>=8", "pytest-xdist", "hypothesis", "scikit-image")


@nox.session
@nox.parametrize("release", MOTO_RELEASES, ids=MOTO_RELEASES)
def moto(session: nox.Session, release: str) -> None:
    """Everything that touches moto, on one of its releases."""
    extras = "moto[server,proxy,s3,cloudformation,iam,resourcegroupstaggingapi]"
    session.install("-e", ".[video]", extras if release == "newest" else f"{extras}=={release}", *TEST_TOOLS)
    session.run("pytest", "-n", "auto", *TOUCH_MOTO, *session.posargs)


@nox.session
def mediapipe(session: nox.Session) -> None:
    """The newest MediaPipe, which platforms without wheels of 0.10.30 and 0.10.31 get."""
    overrides = Path(session.create_tmp(), "overrides.txt")
    overrides.write_text("mediapipe>=1.0\n")  # on this platform the package itself asks for an older one
    session.install("-e", ".", "moto[server,s3]", *TEST_TOOLS, "--override", str(overrides))
    session.run("pytest", "-n", "auto", "tests/vision", *session.posargs)


@nox.session
def same_answers(session: nox.Session) -> None:
    """The same answers to the same pictures in other environments as in the everyday one."""
    folder = Path(session.create_tmp()).resolve()
    script, pictures, everyday = "tests/same_answers.py", str(folder / "pictures"), str(folder / "everyday.json")
    session.install("-e", ".", "scikit-image")
    session.run("python", script, "draw", pictures)
    session.run("python", script, "ask", pictures, everyday)
    for name, (python, overrides) in OTHER_ENVIRONMENTS.items():
        environment, answers = str(folder / name), str(folder / f"{name}.json")
        if (interpreter := _interpreter(python)) is None:
            session.warn(f"there is no Python {python} here: the environment {name!r} is left out")
            continue
        (folder / "overrides.txt").write_text("\n".join(overrides))
        session.run("uv", "venv", "--quiet", "--clear", "--python", interpreter, environment)
        install = ("uv", "pip", "install", "--quiet", "--python", environment, "-e", ".")
        session.run(*install, "--override", str(folder / "overrides.txt"))
        session.run(str(next(Path(environment).glob("bin/python"))), script, "ask", pictures, answers, external=True)
        session.run("python", script, "compare", everyday, answers)


def _interpreter(version: str) -> str | None:
    """A Python of that version, of pyenv or on the path, where a shim of pyenv may be that only complains."""
    of_pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions").glob(f"{version}.*/bin/python")
    candidates = [*map(str, of_pyenv), shutil.which(f"python{version}")]
    works = (
        path for path in candidates if path and not subprocess.run([path, "-c", ""], capture_output=True).returncode
    )
    return next(works, None)


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
