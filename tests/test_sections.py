"""Headings and sentences: all of the text once, headings by sequence, whatever the layout and the width of signs."""

import re
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg import reader
from kg.config import sample_path
from kg.model import Document, Section, Sentence
from kg.sections import is_boilerplate, split

SAMPLE = reader.read(sample_path())
FULL_WIDTH = str.maketrans(",;:!?()", "，；：！？（）")
HALF_WIDTH = str.maketrans("，；：！？（）。、", ",;:!?()｡､")


class Cut(NamedTuple):
    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]

    def outline(self) -> list[tuple[int, str]]:
        return [(s.depth, s.heading.of(self.text)) for s in self.sections]

    def written(self) -> list[str]:
        return [s.span.of(self.text) for s in self.sentences]

    def headings(self) -> list[str]:
        return [s.span.of(self.text) for s in self.sentences if s.heading]


def document(text: str) -> Document:
    return Document(
        "k", text, "a.txt", "", "text/plain", "t", None, None, None, None, None, None, None, "otherReport"
    )


def cut(text: str) -> Cut:
    return Cut(text, *split(document(text)))


# --- the sample


def test_the_outline_of_the_sample() -> None:
    made = cut(SAMPLE.text)
    assert [(s.depth, s.number) for s in made.sections if s.depth == 1] == [(1, n) for n in "一二三四五六七"]
    assert [sum(s.parent == top.index for s in made.sections) for top in made.sections if top.depth == 1] == [
        3, 4, 4, 4, 4, 4, 3,
    ]  # fmt: skip
    assert made.outline()[:2] == [
        (
            1,
            "一、以贯彻落实党的十九大精神、习近平新时代中国特色社会主义思想为指引,努力推动实现新起点上新跨越",
        ),
        (2, "(一)认真学习贯彻党的十九大精神"),
    ]
    assert len(made.headings()) == len(made.sections)
    assert made.headings()[1] == "(一)认真学习贯彻党的十九大精神。"


def test_lost_line_breaks_change_no_heading_and_no_sentence() -> None:
    whole, flat = cut(SAMPLE.text), cut(SAMPLE.text.replace("\n", ""))
    assert flat.outline() == whole.outline()
    assert flat.headings() == whole.headings()
    # The lines before the first heading and after the last stop run together; nothing else does.
    assert flat.written()[3:-1] == whole.written()[5:-1]


@pytest.mark.parametrize("widths", [FULL_WIDTH, HALF_WIDTH], ids=["full", "half"])
@pytest.mark.parametrize("between", ["\n", "\r\n", "\n　　", ""], ids=["lf", "crlf", "indent", "flat"])
def test_width_of_signs_and_line_ends_change_no_heading(widths: dict[int, str], between: str) -> None:
    text = SAMPLE.text.translate(widths).replace("\n", between)
    assert [(s.depth, s.number) for s in cut(text).sections] == [
        (s.depth, s.number) for s in cut(SAMPLE.text).sections
    ]
    assert len(cut(text).headings()) == len(cut(SAMPLE.text).headings())


# --- sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲事。乙事；丙事;丁事！戊事？", ["甲事。", "乙事；", "丙事;", "丁事！", "戊事？"]),
        ("甲事｡乙事!丙事?丁事", ["甲事｡", "乙事!", "丙事?", "丁事"]),
        ("他说：“都好。”大家同意。", ["他说：“都好。”", "大家同意。"]),
        ("开展(见附件。)工作。", ["开展(见附件。)", "工作。"]),
        ('他说:"都好。"大家同意。"再来。"', ['他说:"都好。"', "大家同意。", '"再来。"']),
        ("印发《怎么办？怎样办！》的通知。", ["印发《怎么办？怎样办！》的通知。"]),
        ("增长1.5倍.全市完成.下一步", ["增长1.5倍.", "全市完成.", "下一步"]),
        ("好！！真好。。", ["好！！", "真好。。"]),
        ("　　甲事。 　乙事\r\n\r\n　丙事　\r丁事", ["甲事。", "乙事", "丙事", "丁事"]),
        ("见http://a.cn/?x=1;y=2和附件。", ["见http://a.cn/?x=1;y=2和附件。"]),
        ("\u3000\n \t\n", []),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert cut(text).written() == sentences


def test_paragraphs_are_lines_and_sentences_know_theirs() -> None:
    made = cut("甲。乙。\n\n丙。\n一、总体情况\n丁。")
    assert [s.paragraph for s in made.sentences] == [0, 0, 1, 2, 3]
    assert [s.section for s in made.sentences] == [None, None, None, 0, 0]
    assert [s.index for s in made.sentences] == [0, 1, 2, 3, 4]


def test_in_a_text_of_one_line_a_heading_begins_a_paragraph() -> None:
    made = cut("某市报告。一、做法。办了事。再办。二、打算。继续办。")
    assert [s.paragraph for s in made.sentences] == [0, 1, 1, 1, 2, 2]


# --- headings


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、总体情况", "二、下步打算"),
        ("一 、总体情况", "二 、下步打算"),
        ("一．总体情况", "二．下步打算"),
        ("一.总体情况", "二.下步打算"),
        ("一､总体情况", "二､下步打算"),
        ("（一）总体情况", "（二）下步打算"),
        ("(一)总体情况", "(二)下步打算"),
        ("（ 一 ）总体情况", "（ 二 ）下步打算"),
        ("1.总体情况", "2.下步打算"),
        ("1．总体情况", "2．下步打算"),
        ("1、总体情况", "2、下步打算"),
        ("１．总体情况", "２．下步打算"),
        ("（1）总体情况", "（2）下步打算"),
        ("1）总体情况", "2）下步打算"),
        ("①总体情况", "②下步打算"),
        ("第一章 总体情况", "第二章 下步打算"),
        ("第一部分　总体情况", "第二部分　下步打算"),
        ("第一节 总体情况", "第二节 下步打算"),
        ("一是总体情况", "二是下步打算"),
        ("十一、总体情况", "十二、下步打算"),
    ],
)
def test_every_style_of_number(first: str, second: str) -> None:
    before = "".join(f"{n}、前面的事\n办了事。\n" for n in "一二三四五六七八九十") if first[0] == "十" else ""
    made = cut(f"{before}{first}\n全年办了许多事。\n{second}\n继续办事。\n")
    assert made.outline()[-2:] == [(1, first), (1, second)]
    assert made.headings()[-2:] == [first, second]
    assert [s.number for s in made.sections][-2:] in (
        ["一", "二"], ["1", "2"], ["１", "２"], ["①", "②"], ["十一", "十二"],
    )  # fmt: skip


def test_nesting() -> None:
    text = "一、甲\n（一）乙\n1.丙。办了事。\n2.丁。办了事。\n（1）戊\n（2）己\n（二）庚\n1.辛。\n2.壬。\n二、癸\n办了事。\n"
    made = cut(text)
    assert [(s.depth, s.number, s.parent) for s in made.sections] == [
        (1, "一", None),
        (2, "一", 0),
        (3, "1", 1),
        (3, "2", 1),
        (4, "1", 3),
        (4, "2", 3),
        (2, "二", 0),
        (3, "1", 6),
        (3, "2", 6),
        (1, "二", None),
    ]


def test_a_section_reaches_to_the_next_heading_that_is_not_deeper() -> None:
    text = "一、甲\n（一）乙\n办了事。\n（二）丙\n再办。\n\n二、丁\n还办。\n"
    spans = [s.span.of(text) for s in cut(text).sections]
    assert spans == [
        "一、甲\n（一）乙\n办了事。\n（二）丙\n再办。",
        "（一）乙\n办了事。",
        "（二）丙\n再办。",
        "二、丁\n还办。",
    ]


def test_numbers_may_nest_the_other_way_round() -> None:
    made = cut("1.甲方面\n（一）乙\n办了事。\n（二）丙\n再办。\n2.丁方面\n还办。\n")
    assert [(s.depth, s.number) for s in made.sections] == [(1, "1"), (2, "一"), (2, "二"), (1, "2")]


@pytest.mark.parametrize(
    "line",
    [
        "1.5亿元资金全部到位，惠及群众众多。",
        "三、四线城市房价平稳。",
        "二、三产业增加值持续增长。",
        "2018.5.3",
        "12345热线运行平稳。",
        "3.5%的增速高于全国。",
        "第一章规定了总则的内容和适用范围，共十条。",
        "一是加强领导，二是加强宣传，各项工作有序推进。",
        "（2018）苏08行终12号判决已经生效。",
        "十分重视法治建设。",
        "四、六级考试顺利举行。",
    ],
)
def test_what_only_looks_like_a_number_is_no_heading(line: str) -> None:
    made = cut(f"一、总体情况\n全年办了许多事。\n{line}\n又办了许多事。\n二、下步打算\n继续办事。\n")
    assert made.outline() == [(1, "一、总体情况"), (1, "二、下步打算")]


@pytest.mark.parametrize(
    "inside",
    [
        "按照（一）号文件的要求，落实（二）号文件。",
        "二、三线城市和一、二级市场运行平稳。",
        "包括：（一）甲类事项；（二）乙类事项；（三）丙类事项。",
        "完成2.5亿元。1.5亿元到位。",
    ],
)
def test_numbers_inside_a_paragraph_are_no_headings(inside: str) -> None:
    made = cut(f"一、总体情况\n全年办了许多事，{inside}\n二、下步打算\n继续办事。\n")
    assert [s.number for s in made.sections] == ["一", "二"]


@pytest.mark.parametrize("blank", ["", "　　", "\u2003\u2003", "  "])
def test_lost_line_breaks_after_a_colon_or_before_an_indent(blank: str) -> None:
    made = cut(
        f"{blank}一、2024年工作回顾{blank}主要做了以下工作：{blank}（一）稳增长。办了事。{blank}（二）惠民生。办了事。{blank}二、工作安排{blank}继续。"
    )
    assert [(s.depth, s.number) for s in made.sections] == [(1, "一"), (2, "一"), (2, "二"), (1, "二")]


def test_run_in_headings_end_at_their_sentence() -> None:
    made = cut("（一）完善制度。全年制定文件12件。废止3件。\n（二）化解纠纷。受理案件75件。\n")
    assert made.outline() == [(1, "（一）完善制度"), (1, "（二）化解纠纷")]
    assert made.headings() == ["（一）完善制度。", "（二）化解纠纷。"]


def test_items_of_a_list_are_sections_but_their_sentences_are_facts() -> None:
    made = cut(
        "一、名词解释\n1.“两重”：国家重大战略。\n2.“两新”：设备更新和以旧换新。\n3.10种有色金属：铜、铅。\n4.出台办法12件。\n5.废止3件；\n"
    )
    assert made.outline()[1:] == [
        (2, "1.“两重”"), (2, "2.“两新”"), (2, "3.10种有色金属"), (2, "4.出台办法12件"), (2, "5.废止3件"),
    ]  # fmt: skip
    assert made.headings() == ["一、名词解释"]


def test_headings_without_numbers_stand_on_short_lines() -> None:
    text = (
        "某省政府工作报告\n省长 张三\n各位代表：\n现在报告工作，请予审议。\n"
        "2024年工作回顾\n过去一年，办了许多事。\n（一）经济向好。办了事。\n（二）民生改善。办了事。\n"
        "2025年工作安排\n今年要办许多事。\n（一）扩大内需。再办事。\n（二）改善民生。再办事。\n各位代表！\n一起努力。\n"
        "附件1\n十件民生实事\n一、就业。办好。\n二、养老。办好。\n"
    )
    assert cut(text).outline() == [
        (1, "2024年工作回顾"),
        (2, "（一）经济向好"),
        (2, "（二）民生改善"),
        (1, "2025年工作安排"),
        (2, "（一）扩大内需"),
        (2, "（二）改善民生"),
        (1, "附件1\n十件民生实事"),
        (2, "一、就业"),
        (2, "二、养老"),
    ]


def test_a_heading_without_number_between_numbered_ones_is_below_them() -> None:
    made = cut("一、甲\n办了事。\n工作亮点\n办成了大事。\n二、乙\n再办事。\n")
    assert made.outline() == [(1, "一、甲"), (2, "工作亮点"), (1, "二、乙")]


def test_a_heading_printed_on_two_lines_is_one() -> None:
    made = cut(
        "二、甲\n办了事。\n三、持续提升政府\n治理效能和服务水平\n（一）乙。办了事。\n（二）丙。办了事。\n"
    )
    assert made.outline()[-3:] == [
        (1, "三、持续提升政府\n治理效能和服务水平"),
        (2, "（一）乙"),
        (2, "（二）丙"),
    ]
    assert "治理效能和服务水平" in made.headings()


def test_a_wrong_number_in_print_is_put_up_with() -> None:
    made = cut("一、甲\n办了事。\n二、乙\n办了事。\n二、丙\n办了事。\n四、丁\n办了事。\n")
    assert [s.number for s in made.sections] == ["一", "二", "二", "四"]


def test_a_text_without_headings_has_no_sections() -> None:
    made = cut("某市办了许多事。\n又办了许多事。\n")
    assert made.sections == ()
    assert len(made.sentences) == 2


def test_a_long_heading_is_named_by_its_beginning() -> None:
    made = cut("（一）加强领导，" + "把各项工作抓实抓好，" * 12 + "取得成效。\n（二）完善制度。办了事。\n")
    assert made.outline() == [(1, "（一）加强领导"), (1, "（二）完善制度")]
    assert made.headings() == ["（二）完善制度。"]


@pytest.mark.parametrize(
    "line", ["- 3 -", "第3页 共10页", "打印本页 关闭窗口", "时间:2018-05-03  浏览次数:", "Produced By 某系统"]
)
def test_page_furniture_stays_as_sentences_and_heads_nothing(line: str) -> None:
    made = cut(f"一、甲\n办了事。\n{line}\n又办了事。\n")
    assert is_boilerplate(line)
    assert made.written()[2] == line
    assert len(made.sections) == 1


def test_words_of_the_report_are_no_furniture() -> None:
    lines = [line for line in SAMPLE.text.splitlines() if line]
    assert [line for line in lines if is_boilerplate(line)] == [lines[1], lines[-1]]


# --- properties


PIECES = st.sampled_from(
    [
        *"一二三四五六七八九十12345、.．（）()。；;！？“”《》\n\r\t 　,，：:\"是第章",
        "一、", "二、", "三、", "（一）", "（二）", "1.", "2.", "1.5亿元", "①", "②", "附件", "第一章", "法治政府", "办了事", "工作回顾",
        "\r\n", "\u2028", "\x0c", "\x07", "\u200b", "10%", "三、四线城市", "A", "\U0001f600",
    ]
)  # fmt: skip
BLANK = re.compile("[\\s\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff]+")


@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80))
@example(SAMPLE.text)
@settings(deadline=None, max_examples=400)
def test_sentences_cover_all_that_is_not_blank_once_and_in_order(text: str) -> None:
    made = cut(text)
    assert BLANK.sub("", "".join(made.written())) == BLANK.sub("", text)
    ends = [0] + [s.span.end for s in made.sentences]
    assert all(end <= s.span.start for end, s in zip(ends, made.sentences, strict=False))
    assert all(s == s.strip() and s for s in made.written())
    assert not re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f]", "".join(made.written()))


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(deadline=None, max_examples=400)
def test_sections_form_a_tree_that_sentences_belong_to(text: str) -> None:
    made = cut(text)
    for section in made.sections:
        assert section.span.start == section.heading.start
        assert section.span.covers(section.heading)
        parent = made.sections[section.parent] if section.parent is not None else None
        assert section.depth == (parent.depth + 1 if parent else 1)
        assert parent is None or (parent.index < section.index and parent.span.covers(section.span))
    for sentence in made.sentences:
        if sentence.section is not None:
            assert made.sections[sentence.section].span.covers(sentence.span)
    paragraphs = [s.paragraph for s in made.sentences]
    assert paragraphs == sorted(paragraphs)


@given(
    st.integers(2, 12), st.lists(st.integers(0, 6), min_size=12, max_size=12), st.booleans(), st.booleans()
)
@settings(deadline=None)
def test_any_outline_is_found_with_and_without_line_breaks(
    tops: int, below: list[int], flat: bool, wide: bool
) -> None:
    numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    expected, text = [], "某市2020年法治政府建设报告。\n"
    for top, count in zip(numbers[:tops], below, strict=False):
        count = 0 if count == 1 else count  # one heading alone below another is not told from prose
        expected += [(1, top), *((2, n) for n in numbers[:count])]
        text += f"{top}、抓好第{top}项工作。\n" + "".join(
            f"({n})办好事情。全年办了{n}件事。\n" for n in numbers[:count]
        )
    text = text.translate(FULL_WIDTH) if wide else text
    made = cut(text.replace("\n", "") if flat else text)
    assert [(s.depth, s.number) for s in made.sections] == expected
