"""Queries that are always quick need no thread; those that are not go back to the threads, and nothing is lost."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from kg.web import pace
from kg.web.engine import Engine
from kg.web.pipe import PIECE
from kg.web.problems import Problem


def threads_of(work: Callable[[Any], None], times: int = 2 * pace.ENOUGH) -> tuple[list[str], list[bytes]]:
    """Ask the same kind of thing again and again; give the threads that did it, and the answers."""
    names: list[str] = []

    def noted(pipe: Any) -> None:
        names.append(threading.current_thread().name)
        work(pipe)

    async def ask() -> list[bytes]:
        engine = Engine(threads=1, waiting=1, timeout=5, limit=10 * PIECE)
        answers = []
        for _ in range(times):
            outcome = await engine.run(noted, kind="k")
            rest = [piece async for piece in outcome.rest.follow()] if outcome.rest else []
            answers.append(outcome.body + b"".join(rest))
        return answers

    answers = asyncio.run(ask())
    return names, answers


def test_a_quick_kind_needs_no_thread_in_the_end() -> None:
    names, answers = threads_of(lambda pipe: pipe.write(b"x"), 8 * pace.ENOUGH)
    assert names[0] == "query-0"
    assert names[-1] == "MainThread"
    assert set(answers) == {b"x"}


def test_a_large_answer_comes_from_a_thread() -> None:
    names, answers = threads_of(lambda pipe: [pipe.write(b"x" * PIECE) for _ in range(3)])  # type: ignore[func-returns-value]
    assert names[-1] == "query-0"
    assert {len(answer) for answer in answers} == {3 * PIECE}


def busy(pipe: Any) -> None:
    end = time.thread_time() + 2 * pace.QUICK
    while time.thread_time() < end:
        pass
    pipe.write(b"x")


def test_a_slow_kind_stays_in_the_threads() -> None:
    names, _ = threads_of(busy)
    assert set(names) == {"query-0"}


def test_a_refusal_is_one_there_as_well() -> None:
    def refuse(pipe: Any) -> None:
        raise Problem(400, "no")

    async def ask() -> None:
        engine = Engine(threads=1, waiting=1, timeout=5, limit=100)
        for _ in range(2 * pace.ENOUGH):
            with pytest.raises(Problem, match="no"):
                await engine.run(refuse, kind="k")

    asyncio.run(ask())


def test_one_very_slow_query_is_enough() -> None:
    seen = pace.Pace()
    for _ in range(pace.MOST):
        seen.note("k", 0)
    assert seen.is_quick("k")
    seen.note("k", 2 * pace.FAR_TOO_SLOW)
    for _ in range(pace.MOST):
        seen.note("k", 0)
    assert not seen.is_quick("k")


def test_a_slow_query_now_and_then_is_borne() -> None:
    seen = pace.Pace()
    for number in range(1, 200):
        seen.note("k", 2 * pace.QUICK if number % 40 == 0 else 0)
    assert seen.is_quick("k")
    for number in range(1, 200):
        seen.note("k", 2 * pace.QUICK if number % 2 == 0 else 0)
    assert not seen.is_quick("k")


def test_a_blocked_loop_is_seen() -> None:
    told: list[str] = []
    ended = threading.Event()
    watch = pace.Watch(patience=0.02, timeout=0.2)
    watch.warn = lambda: told.append("warned")
    watch.end = lambda: (told.append("ended"), ended.set())  # type: ignore[assignment, func-returns-value]
    watch.begin()
    assert ended.wait(10)
    watch.done()
    assert told[:2] == ["warned", "ended"]


def test_kinds() -> None:
    assert pace.kind_of("SELECT * { ?s ?p 'a' } LIMIT 5") == pace.kind_of("SELECT * { ?s ?p 'bc' } LIMIT 10")
    assert pace.kind_of("SELECT * { ?s <p> ?o }") != pace.kind_of("SELECT * { ?s <p>* ?o }")
    assert pace.kind_of("#" * 10_000) == ""
