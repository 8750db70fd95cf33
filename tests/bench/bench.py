"""Print speed and memory in one run: `make bench`, or `python tests/bench/bench.py [--runs N] [--folder F] [REPORT...]`.

Every figure is the median of several runs.  The sample is measured unless other reports, or a folder of them, are given.
The extraction and jieba are timed in turn, in seconds of the processor: other work on the machine weighs on both alike.
Both run in one process with the collector of garbage as in real use, after one build that loads all words.
"""

import argparse
import importlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg import extract, pipeline, rulebook
from kg.config import Config, sample_path
from kg.model import Document
from kg.render import Bundle, writers

CONFIG = Config()
MEASURED = 300_000
"""So many characters are read at least where jieba is compared with: of a short report many runs."""

# (module that calls it, its name there): what `extract.extract` and `pipeline.process` call, in their order.
EXTRACTION = (
    ("kg.extract", "split"),
    ("kg.extract", "segment"),
    ("kg.extract", "match"),
    ("kg.resolve", "resolve"),
    ("kg.observations", "find"),
    ("kg.relations", "find"),
    ("kg.relations", "find_findings"),
)
AFTER = (
    ("kg.graph", "build"),
    ("kg.validate", "validate"),
    ("kg.audit", "audit"),
)


class Clock:
    """Adds up the processor's seconds spent in wrapped functions."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def wrap(self, module: str, name: str) -> None:
        """Replace a function by one that is timed."""
        holder = importlib.import_module(module)
        inner = getattr(holder, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.process_time()
            try:
                return inner(*args, **kwargs)
            finally:
                key = name if module == "kg.extract" else f"{module.removeprefix('kg.')}.{name}"
                self.spent[key] = self.spent.get(key, 0.0) + time.process_time() - start

        setattr(holder, name, timed)


def median(function: Callable[[], object], runs: int) -> float:
    """Give the median seconds of several calls."""
    return statistics.median(seconds(function) for _ in range(runs))


def seconds(function: Callable[[], object]) -> float:
    """Give the seconds of one call."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def cold(paths: list[Path]) -> float:
    """Give the seconds of one `kg build` in a new process."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "kg", "build", *map(str, paths), "-o", folder, "--workers", "1"]
        return seconds(lambda: subprocess.run(command, check=False, stdout=subprocess.DEVNULL))


def help_page() -> float:
    """Give the seconds of `kg --help` in a new process."""
    command = [sys.executable, "-m", "kg", "--help"]
    return seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


def jieba_alone() -> Callable[[str], object]:
    """Give the cut of a loaded tokenizer with jieba's own dictionary alone, without a word of ours."""
    import jieba

    alone = jieba.Tokenizer()
    alone.initialize()
    return alone.lcut


def write(outcome: pipeline.Outcome) -> None:
    """Write all outputs into a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        pipeline.write(Path(folder) / "out", outcome, CONFIG)


def processor(function: Callable[[], object]) -> float:
    """Give the processor's seconds of one call."""
    start = time.process_time()
    function()
    return time.process_time() - start


def in_turn(
    first: Callable[[], object], second: Callable[[], object], runs: int
) -> tuple[float, float, list[float]]:
    """Give the median processor's seconds of two functions called in turn, and the quartiles of their ratios."""
    pairs = [(processor(first), processor(second)) for _ in range(runs)]
    ones, others = zip(*pairs, strict=True)
    ratios = statistics.quantiles((b / a for a, b in pairs), n=4)
    return statistics.median(ones), statistics.median(others), ratios


def waited_and_computed(function: Callable[[], object], runs: int) -> tuple[float, float]:
    """Give the median seconds of several calls on the wall's clock and of the processor."""
    computed: list[float] = []
    waited = median(lambda: computed.append(processor(function)), runs)
    return waited, statistics.median(computed)


def report_speed(documents: list[Document], runs: int) -> None:
    """Print the extraction's speed beside that of jieba alone on the same text."""
    book, lcut = rulebook.load(), jieba_alone()
    text = "\n".join(document.text for document in documents)
    runs = max(runs, 2, MEASURED // len(text))  # of one run there are no quarters
    segmentation, extraction, (low, ratio, high) = in_turn(
        lambda: lcut(text), lambda: [extract.extract(d, book) for d in documents], runs
    )
    print(f"{len(documents)} report(s), {len(text):,} characters, median of {runs} runs")
    print(f"jieba.lcut alone    {len(text) / segmentation:12,.0f} characters/s")
    print(f"whole extraction    {len(text) / extraction:12,.0f} characters/s")
    print(f"ratio               {ratio:12.2f} x the time of jieba alone (aim: 3 or less)")
    print(f"half of the runs    {low:12.2f} to {high:.2f}")


def report_shares(paths: list[Path], writing: float, runs: int) -> None:
    """Print how the computing of a warm build is shared among the stages."""
    clock = Clock()
    for module, name in (*EXTRACTION, *AFTER):
        clock.wrap(module, name)
    for _ in range(runs):
        pipeline.build(paths, CONFIG)
    spent = {name: total / runs for name, total in clock.spent.items()} | {"write": writing}
    whole = sum(spent.values())
    for name, share in spent.items():
        print(f"  {name:<26}{share * 1000:9.1f} ms  {share / whole:6.1%}")


def report_outputs(outcome: pipeline.Outcome) -> None:
    """Print how long each output computes that is not quick; the first to need a layout or an order pays for it."""
    bundle = Bundle.of(outcome.builds, CONFIG)
    for name, writer in writers().items():
        spent = processor(lambda writer=writer: list(writer(bundle)))
        if spent > 0.005:
            print(f"    {name:<24}{spent * 1000:9.1f} ms")


def report_commands(paths: list[Path]) -> None:
    """Print what a user waits for in a new process."""
    print(f"cold kg build       {statistics.median(cold(paths) for _ in range(3)):12.2f} s (aim: under 4)")
    print(f"kg --help           {statistics.median(help_page() for _ in range(3)):12.2f} s (aim: under 0.33)")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="*", type=Path)
    parser.add_argument("--folder", type=Path, help="a folder of reports, measured too")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    folders = [options.folder] if options.folder else []
    paths, runs = [*options.reports, *folders] or [sample_path()], options.runs
    outcome = pipeline.build(paths, CONFIG)  # unmeasured: everything is loaded after it
    report_speed([build.extraction.document for build in outcome.builds], runs)
    warm, computed = waited_and_computed(lambda: write(pipeline.build(paths, CONFIG)), runs)
    report_shares(paths, waited_and_computed(lambda: write(outcome), runs)[1], runs)
    report_outputs(outcome)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024**2 if sys.platform == "darwin" else 1024
    )
    print(f"peak memory         {peak:12,.0f} MB")
    print(f"warm, a report      {warm / len(outcome.builds):12.2f} s (aim: under 1)")
    print(f"of it computing     {computed / len(outcome.builds):12.2f} s of the processor")
    report_commands(paths)


if __name__ == "__main__":
    main()
