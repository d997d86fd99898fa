"""`moto-rekognition doctor`: does the installation work, and if not, what to do."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import json
import platform
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click

from moto_rekognition.cli.exits import BROKEN

PACKAGES = ("moto", "boto3", "botocore", "numpy", "pillow", "mediapipe", "opencv-python-headless")
SERVER = ("flask", "flask_cors", "jinja2", "yaml")
#: A shared library that a native package may miss in a slim image -> the Debian package that has it.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb.so.1": "libxcb1",
    "libportaudio.so.2": "libportaudio2",
}
_SELF_TEST = "from moto_rekognition.cli.selftest import main; main()"


@dataclass(frozen=True)
class Finding:
    """One line of the report. remedy: what to do; None when all is well. needed: the product does not work without."""

    what: str
    remedy: str | None = None
    needed: bool = True


@click.command("doctor", short_help="Check the installation, and say what to do.")
@click.option("--endpoint", metavar="URL", help="Check this server too.")
def command(endpoint: str | None) -> None:
    """Check the installation: versions, registration, model, a self-test with its timing.

    Every problem comes with what to do. Exits with 4 when something that is needed does not work.
    """
    checks: list[Callable[[], Iterator[Finding]]] = [versions, registration, settings, model, self_test, server]
    if endpoint is not None:
        checks.append(lambda: reachable(endpoint))
    broken = False
    for check in checks:
        for finding in check():
            click.echo(line(finding))
            broken = broken or (finding.remedy is not None and finding.needed)
    click.echo("Something is missing, see above." if broken else "All is well.")
    if broken:
        raise click.exceptions.Exit(BROKEN)


def line(finding: Finding) -> str:
    """A finding as it is printed."""
    if finding.remedy is None:
        return f"{click.style('ok     ', fg='green')} {finding.what}"
    mark = click.style("PROBLEM", fg="red") if finding.needed else click.style("note   ", fg="yellow")
    return f"{mark} {finding.what}\n        -> {finding.remedy}"


def versions() -> Iterator[Finding]:
    """Python and the packages that matter."""
    yield Finding(f"moto-rekognition {version('moto-rekognition') or '(not installed, run from its source)'}")
    yield Finding(f"Python {platform.python_version()} on {platform.platform()}")
    for package in PACKAGES:
        found = version(package)
        remedy = None if found else f"pip install {package}"
        if remedy and package == "mediapipe":
            remedy += " (without it, only declared pictures can be answered; musl and Intel Macs have no wheel of it)"
        yield Finding(f"{package} {found or 'is not installed'}", remedy)
    beside = [name for name in ("opencv-python", "opencv-contrib-python") if version(name)]
    if beside and version("opencv-python-headless"):
        yield Finding(
            f"{beside[0]} and opencv-python-headless share the folder cv2: the one installed last is used",
            f"keep one: pip uninstall {beside[0]} opencv-python-headless, then install the one you want",
            needed=False,
        )


def version(package: str) -> str | None:
    """The installed version of a distribution."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def registration() -> Iterator[Finding]:
    """Whether moto's rekognition is ours."""
    try:
        from moto.rekognition.models import rekognition_backends

        import moto_rekognition  # noqa: F401 (registers the service)
        from moto_rekognition.rekognition.models import RekognitionBackend
    except Exception as error:  # whatever it is, it is what the user wants to know
        yield Finding(f"the service cannot be loaded: {error}", library_remedy(str(error)) or "reinstall the package")
        return
    ours = rekognition_backends.backend is RekognitionBackend
    yield Finding(
        f"moto's rekognition is {'answered by moto-rekognition' if ours else 'not answered by moto-rekognition'}",
        None if ours else "import moto_rekognition, and nothing that replaces moto.rekognition afterwards",
    )
    plugin = importlib.metadata.entry_points(group="pytest11", name="moto_rekognition")
    yield Finding(
        f"the pytest plugin is {'installed' if plugin else 'not installed'}",
        None if plugin else "pip install moto-rekognition (for a source tree: pip install -e .)",
        needed=False,
    )


def settings() -> Iterator[Finding]:
    """Whether the environment's settings are right."""
    from moto_rekognition import settings as ours

    try:
        chosen, default = ours.current(), ours.Settings()
    except ValueError as error:
        yield Finding(f"a setting is wrong: {error}", f"change the environment variable {ours.PREFIX}... of that name")
        return
    changed = {name: value for name, value in vars(chosen).items() if value != vars(default)[name]}
    shown = ", ".join(f"{name}={value}" for name, value in changed.items())
    yield Finding(f"settings: {shown or 'defaults'}")


def model() -> Iterator[Finding]:
    """Whether the face model is there, and is the right file."""
    from moto_rekognition import settings as ours
    from moto_rekognition.vision.engine import model as files

    try:
        path = files.locate(ours.current().model)
    except ValueError:
        return  # said by `settings`
    except files.ModelMissing as error:
        yield Finding("the face model is missing", str(error))
        return
    intact = files.is_intact(path)
    remedy = f"it may be damaged, or another model: moto-rekognition download-model --to {shlex.quote(str(path))}"
    yield Finding(
        f"face model {path}{'' if intact else ' has another checksum than the official one'}",
        None if intact else remedy,
    )


def self_test() -> Iterator[Finding]:
    """Whether drawn faces are found and recognised, in a process of its own."""
    run = subprocess.run([sys.executable, "-c", _SELF_TEST], capture_output=True, text=True, check=False)
    if run.returncode:
        lines = run.stderr.strip().splitlines()
        ended = f"ended by signal {-run.returncode}" if run.returncode < 0 else lines[-1] if lines else "no message"
        remedy = library_remedy(run.stderr) or "the last lines of its output:\n           " + "\n           ".join(
            lines[-8:]
        )
        yield Finding(f"self-test: {ended}", remedy)
        return
    result = json.loads(run.stdout.splitlines()[-1])
    timing = ", ".join(f"{what} {seconds:.2f} s" for what, seconds in result["seconds"].items())
    known = bool(result["similarity"])
    yield Finding(
        f"self-test: {'a drawn person was recognised' if known else 'a drawn person was not recognised'} ({timing})",
        None if known else "the descriptor does not fit: unset MOTO_REKOGNITION_DESCRIPTOR, or check its model",
    )


def library_remedy(message: str) -> str | None:
    """What to install when a message says that a shared library is missing."""
    missing = next((library for library in LIBRARIES if library in message), None)
    return missing and f"apt-get install {LIBRARIES[missing]} (it has {missing})"


def server() -> Iterator[Finding]:
    """Whether `moto_rekognition_server` can start."""
    missing = [name for name in SERVER if importlib.util.find_spec(name) is None]
    yield Finding(
        f"server: {'lacks ' + ', '.join(missing) if missing else 'can be started with moto_rekognition_server'}",
        "only if you need the server: pip install 'moto-rekognition[server]'" if missing else None,
        needed=False,
    )


def reachable(endpoint: str) -> Iterator[Finding]:
    """Whether a server answers, and is ready."""
    import requests

    url = f"{endpoint.rstrip('/')}/moto-api/rekognition/health"
    try:
        answer = requests.get(url, timeout=5)
        state = answer.json() if "json" in answer.headers.get("Content-Type", "") else {}
    except (requests.RequestException, ValueError) as error:
        yield Finding(f"{endpoint} does not answer: {error}", "start one: moto_rekognition_server --port 5000")
        return
    if answer.status_code == 200:
        yield Finding(f"{endpoint} is ready")
    elif answer.status_code == 503:
        yield Finding(f"{endpoint} is not ready: {state.get('Message', '')}", "wait, or look at the server's output")
    else:
        yield Finding(
            f"{endpoint} is no moto_rekognition_server", "start moto_rekognition_server instead of moto_server"
        )
