"""The offline installation archive (``make bundle``, ADR 0018): wheels for Linux and Windows, the project, installers, a test."""
