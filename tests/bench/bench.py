"""Print speed and memory in one run: `make bench`, or `python tests/bench/bench.py [--runs N] [REPORT...]`.

Every figure is the median of several runs.  The sample is measured unless other reports are given.
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

from kg import extract, pipeline, reader, rulebook
from kg.config import Config, sample_path

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
    """Adds up the seconds spent in wrapped functions."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def wrap(self, module: str, name: str) -> None:
        """Replace a function by one that is timed."""
        holder = importlib.import_module(module)
        inner = getattr(holder, name)

        def timed(*args: Any, **kwargs: Any) -> Any:
            start = time.perf_counter()
            try:
                return inner(*args, **kwargs)
            finally:
                key = name if module == "kg.extract" else f"{module.removeprefix('kg.')}.{name}"
                self.spent[key] = self.spent.get(key, 0.0) + time.perf_counter() - start

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


def write(outcome: pipeline.Outcome, config: Config) -> None:
    """Write all outputs into a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        pipeline.write(Path(folder) / "out", outcome, config)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="*", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    paths = options.reports or [sample_path()]
    config = Config()
    documents = [reader.read(path, config=config) for path in paths]
    text = "\n".join(document.text for document in documents)
    book = rulebook.load()
    lcut = jieba_alone()
    outcome = pipeline.build(paths, config)  # once unmeasured: everything is loaded now

    extraction = median(lambda: [extract.extract(d, book) for d in documents], options.runs)
    segmentation = median(lambda: lcut(text), options.runs)
    warm = median(lambda: write(pipeline.build(paths, config), config), options.runs)
    writing = median(lambda: write(outcome, config), options.runs)
    clock = Clock()
    for module, name in (*EXTRACTION, *AFTER):
        clock.wrap(module, name)
    for _ in range(options.runs):
        pipeline.build(paths, config)

    characters = len(text)
    print(f"{len(paths)} report(s), {characters:,} characters, median of {options.runs} runs")
    print(f"jieba.lcut alone    {characters / segmentation:12,.0f} characters/s")
    print(f"whole extraction    {characters / extraction:12,.0f} characters/s")
    print(f"ratio               {extraction / segmentation:12.2f} x the time of jieba alone (aim: 3 or less)")
    total = sum(clock.spent.values()) / options.runs + writing
    for name, spent in [*((n, s / options.runs) for n, s in clock.spent.items()), ("write", writing)]:
        print(f"  {name:<26}{spent * 1000:9.1f} ms  {spent / total:6.1%}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak memory         {peak / (1024 if sys.platform != 'darwin' else 1024**2):12,.0f} MB")
    print(f"cold kg build       {statistics.median(cold(paths) for _ in range(3)):12.2f} s (aim: under 4)")
    print(f"warm, a report      {warm / len(paths):12.2f} s (aim: under 1)")
    print(f"kg --help           {statistics.median(help_page() for _ in range(3)):12.2f} s (aim: under 0.33)")


if __name__ == "__main__":
    main()
