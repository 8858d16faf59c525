"""What counts as white space, and what is nothing."""

import pytest

from pipelines.text import fold, render


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        (" a \n\t b\u00a0\u2003c ", "a b c"),
        ("a\u200bb\u2060c\ufeff", "a b c"),
        ("ke\u00adbun\x07", "kebun"),
        ("cafe\u0301", "caf\u00e9"),
        ("di \u200edesa", "di \u200edesa"),  # a direction mark is no space
        ("\U0001f468\u200d\U0001f467", "\U0001f468\u200d\U0001f467"),  # nor is what joins two signs into one
    ],
)
def test_text_on_one_line(text, folded):
    assert fold(text) == folded


def test_paragraphs_are_parted_by_a_blank_line():
    assert render(["Judul", "Satu.", "Dua."]) == "Judul\n\nSatu.\n\nDua."
