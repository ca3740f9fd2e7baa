"""Define the errors that this package raises.

QABotError                    shown to the person as it is: what happened to what, and what to do
├── SettingsError             a setting that cannot be used
├── ReadError                 one input that cannot be read; the others go on
│   ├── FetchError            an address that cannot be fetched, or must not be
│   └── PartError             something that an article states and that is not understood; the article is read
├── LibraryError              a library that cannot be opened or written
│   ├── LibraryInUseError     another process has it open
│   └── ModelMismatchError    it was made with another embedding model
├── ModelError                an embedding or language model that is missing or not what it should be
├── ExportError               answers that cannot be written to a file
├── QuestionError             a question that cannot be asked
└── QuestionSetError          a file of questions with a line that does not fit
"""


class QABotError(Exception):
    """The base of all errors of this package; the message is meant for the person."""


class SettingsError(QABotError):
    """A setting has a value that cannot be used."""


class ReadError(QABotError):
    """An input cannot be read as articles."""


class FetchError(ReadError):
    """An address cannot be fetched, or is one that must not be fetched."""


class PartError(ReadError):
    """Something that an article states, such as a date, is not understood; the article is read without it."""


class LibraryError(QABotError):
    """A library cannot be opened, read or written."""


class LibraryInUseError(LibraryError):
    """Another process holds the library."""


class ModelMismatchError(LibraryError):
    """A library was made with another embedding model or chunking than the one at hand."""


class ModelError(QABotError):
    """An embedding or language model is missing, cannot be set up, or is not the one it should be."""


class ExportError(QABotError):
    """Answers cannot be written to a file."""


class QuestionError(QABotError):
    """A question is empty or too long, or a filter does not make sense."""


class QuestionSetError(QABotError):
    """A question set has lines that do not fit; the message lists them."""
