"""Room in memory on a workstation that does other things too: arrays compressed while they wait, and what was freed given back."""

import contextlib
import ctypes

import numpy as np
import pyarrow as pa

_CODEC = pa.Codec("lz4_raw")
_TAILLE = np.dtype("int64")


def comprime(tableau: np.ndarray) -> bytes:
    """The elements of an array in their order, without its shape; counts of small places are mostly zeros and repeats."""
    octets = np.ascontiguousarray(tableau).tobytes()
    return _TAILLE.type(len(octets)).tobytes() + (_CODEC.compress(octets, asbytes=True) if octets else b"")


def deplie(octets: bytes, type_: str | np.dtype) -> np.ndarray:
    """The elements, of ``type_``; they can be written to."""
    taille = int(np.frombuffer(octets[: _TAILLE.itemsize], dtype=_TAILLE)[0])
    lus = _CODEC.decompress(octets[_TAILLE.itemsize :], taille, asbytes=True) if taille else b""
    return np.frombuffer(bytearray(lus), dtype=type_)


def libere() -> None:
    """What was freed goes back: Arrow keeps what reading took, the C library of Linux what computing took, as much as is in use."""
    pa.default_memory_pool().release_unused()
    with contextlib.suppress(OSError, AttributeError):  # another C library, another system
        ctypes.CDLL("libc.so.6").malloc_trim(0)
