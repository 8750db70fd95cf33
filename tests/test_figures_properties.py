"""What holds for every text: figures lie where they are printed, in any width, on one line or many, in any order."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_observations import read

from kg.config import read_yaml
from kg.model import Extraction, Observation
from kg.normalize import fold

TEXTS = [
    sentence["text"] for sentence in read_yaml(Path(__file__).parent / "fixtures" / "figures_genre.yaml")
]
REPORTS = ["".join(TEXTS[n::40]) for n in range(4)]
WIDE = {ord("0") + i: ord("０") + i for i in range(10)} | {ord("%"): ord("％")}
some_sentences = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3)
few = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def printed(found: Extraction) -> list[tuple[object, ...]]:
    """Give what is read of every figure, without where it stands."""
    return [_figure(o, found.document.text) for o in found.observations]


def _figure(observation: Observation, text: str) -> tuple[object, ...]:
    q = observation.quantity
    return fold(q.span.of(text)), q.value, q.unit, q.qualifier, q.kind, q.direction


@few
@given(some_sentences)
def test_figures_lie_where_they_are_printed(sentences: list[str]) -> None:
    found = read("\n".join(sentences))
    text = found.document.text
    for observation in found.observations:
        assert observation.evidence.covers(observation.quantity.span)
        assert observation.quantity.span.of(text).strip() == observation.quantity.span.of(text) != ""
        if observation.indicator_span:
            assert observation.indicator_span.of(text) in (
                observation.indicator,
                observation.indicator.removesuffix("数"),
            )


@few
@given(some_sentences)
def test_one_line_reads_as_many(sentences: list[str]) -> None:
    assert printed(read("".join(sentences))) == printed(read("\n".join(sentences)))


@few
@given(some_sentences)
def test_full_width_reads_as_half_width(sentences: list[str]) -> None:
    narrow = "\n".join(sentences)
    wide = narrow.translate(WIDE)
    assert printed(read(wide)) == printed(read(narrow))
    spans = [[o.quantity.span for o in read(text).observations] for text in (wide, narrow)]
    assert spans[0] == spans[1]


@settings(deadline=None, max_examples=6)
@given(st.permutations(REPORTS))
def test_the_order_of_reports_does_not_matter(reports: list[str]) -> None:
    assert {text: read(text).observations for text in reports} == {
        text: read(text).observations for text in REPORTS
    }
