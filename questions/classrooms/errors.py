"""What can be wrong with a wish that concerns a classroom."""


class ClassroomError(Exception):
    """A wish that is refused: the field it concerns, a code, and a sentence for the person."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.code = code
        self.message = message
