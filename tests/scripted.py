"""A chat model of LangChain's that says what a test wants it to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

Script = str | BaseException | Callable[[str], str | Iterator[str]]


class ScriptedChat(BaseChatModel):
    """Says one script after the other, the last one again and again; keeps what it was asked.

    A script is a text, an exception to raise, or a function of the last message. It is streamed in small pieces, as
    real models do; after `breaks_after` of them `breaks_with` is raised.
    """

    scripts: list[Any] = Field(default_factory=list)
    asked: list[list[BaseMessage]] = Field(default_factory=list)
    piece: int = 7
    breaks_after: int | None = None
    breaks_with: Any = None
    model_name: str = "scripted"

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = "".join(str(each.message.content) for each in self._stream(messages))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        script = self.scripts[min(len(self.asked), len(self.scripts) - 1)]
        self.asked.append(list(messages))
        if isinstance(script, BaseException):
            raise script
        said = script(str(messages[-1].content)) if callable(script) else script
        for at, piece in enumerate(_cut(said, self.piece) if isinstance(said, str) else said):
            if at == self.breaks_after:
                raise self.breaks_with
            yield ChatGenerationChunk(message=AIMessageChunk(piece))
        usage = {"input_tokens": 100, "output_tokens": 10, "total_tokens": 110}
        yield ChatGenerationChunk(message=AIMessageChunk("", usage_metadata=usage))


def scripted(*scripts: Script, **kwargs: Any) -> ScriptedChat:
    """Return a model that says these."""
    return ScriptedChat(scripts=list(scripts), **kwargs)


def offered(prompt: str) -> dict[int, str]:
    """Return the numbered sentences of a prompt, as a model sees them."""
    found = {}
    for line in prompt.splitlines():
        number, bracket, text = line.removeprefix("[").partition("] ")
        if line.startswith("[") and bracket and number.isdecimal():
            found[int(number)] = text
    return found


def numbered(prompt: str, words: str) -> int:
    """Return the number of the offered sentence that holds these words."""
    return next(number for number, text in offered(prompt).items() if words in text)


def _cut(text: str, size: int) -> Sequence[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]
