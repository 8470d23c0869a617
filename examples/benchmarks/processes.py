"""Starting the peers and talking to them, one JSON line each way."""

import json
import select
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
NUMBERS = ("seconds", "compile", "mean_loss", "loss_error")  # of every answer
TIMEOUT = 900.0  # seconds an answer may take, compilation and tuning included


class PeerFailure(Exception):
    """A peer that cannot be built, cannot be started, died, or did not answer in time."""


@dataclass(frozen=True)
class Recipe:
    """How to start a peer: a script of this folder or a C source with its flags."""

    source: str
    arguments: tuple[str, ...] = ()

    def command(self, build: Path) -> list[str]:
        """The command line; a C source is compiled into `build` first."""
        source = HERE / self.source
        if source.suffix != ".c":
            return [sys.executable, str(source), *self.arguments]
        program = build / "-".join([source.stem, *(flag.strip("-") for flag in self.arguments)])
        flags = ["-O3", "-march=native", "-fopenmp", *self.arguments]
        libraries = ["-lgsl", "-lgslcblas", "-lm"]
        self.compile(["gcc", *flags, str(source), "-o", str(program), *libraries])
        return [str(program)]

    @staticmethod
    def compile(command: list[str]) -> None:
        """Runs the compiler."""
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except FileNotFoundError as error:
            raise PeerFailure(f"no compiler: {error.filename}") from error
        except subprocess.CalledProcessError as error:
            raise PeerFailure(error.stderr.partition("\n")[0]) from error


# A peer as one writes it first is called PEER-plain and stands before the tuned one.
RECIPES = {
    "jax-plain": Recipe("peer_jax.py", ("--plain",)),
    "jax": Recipe("peer_jax.py"),
    "jax-plain-float32": Recipe("peer_jax.py", ("--plain", "--float32")),
    "jax-float32": Recipe("peer_jax.py", ("--float32",)),
    "jax-hand": Recipe("peer_jax.py", ("--hand",)),
    "jax-hand-float32": Recipe("peer_jax.py", ("--hand", "--float32")),
    "diffrax-plain": Recipe("peer_diffrax.py", ("--plain",)),
    "diffrax": Recipe("peer_diffrax.py"),
    "diffrax-plain-float32": Recipe("peer_diffrax.py", ("--plain", "--float32")),
    "diffrax-float32": Recipe("peer_diffrax.py", ("--float32",)),
    "torch-plain": Recipe("peer_torch.py", ("--plain",)),
    "torch": Recipe("peer_torch.py"),
    "torch-plain-float32": Recipe("peer_torch.py", ("--plain", "--float32")),
    "torch-float32": Recipe("peer_torch.py", ("--float32",)),
    "torchsde-plain": Recipe("peer_torchsde.py", ("--plain",)),
    "torchsde": Recipe("peer_torchsde.py"),
    "numba-plain": Recipe("peer_numba.py", ("--plain",)),
    "numba": Recipe("peer_numba.py"),
    "numpy": Recipe("peer_numpy.py"),
    "c-gsl-plain": Recipe("peer_c_gsl.c", ("-DPLAIN",)),
    "c-gsl": Recipe("peer_c_gsl.c"),
    "c-gsl-plain-fast-math": Recipe("peer_c_gsl.c", ("-DPLAIN", "-ffast-math")),
    "c-gsl-fast-math": Recipe("peer_c_gsl.c", ("-ffast-math",)),
}


def last_line(text: str) -> str:
    """The last line that says something: where Python and compilers put their complaint."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no message")


def checked(line: bytes) -> dict:
    """The answer in `line`, if it is one."""
    try:
        answer = json.loads(line)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or not all(isinstance(answer.get(key), (int, float)) for key in NUMBERS):
        raise PeerFailure(f"expected a JSON object with the numbers {', '.join(NUMBERS)}, got {line[:80]!r}")
    return answer


class PeerProcess:
    """A running peer. Between requests it waits for input and costs nothing."""

    def __init__(self, command: list[str]):
        self.errors = tempfile.TemporaryFile("w+")
        pipe = subprocess.PIPE
        try:
            self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=self.errors)
        except OSError as error:
            raise PeerFailure(f"cannot start {command[0]}: {error.strerror}") from error

    def ask(self, request: dict) -> dict:
        """Sends a request and waits for its answer."""
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
        except OSError as error:
            raise PeerFailure(self.last_words()) from error
        if not select.select([self.process.stdout], [], [], TIMEOUT)[0]:
            raise PeerFailure(f"no answer within {TIMEOUT:.0f} s")
        line = self.process.stdout.readline()
        if not line:
            raise PeerFailure(self.last_words())
        return checked(line)

    def last_words(self) -> str:
        """Why the process died."""
        self.process.wait()
        self.errors.seek(0)
        return last_line(self.errors.read())

    def stop(self) -> None:
        """Ends the process."""
        self.process.kill()
        self.process.communicate()
        self.errors.close()
