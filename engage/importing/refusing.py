"""Why a file cannot be brought in at all."""


class BringInError(ValueError):
    """The file cannot be brought in at all; nothing was stored. ``code`` says why."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
