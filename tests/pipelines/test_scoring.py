"""What the figures mean."""

from datetime import datetime
from random import Random

import pytest

from pipelines.scoring import (
    Overlap,
    common_subsequence,
    paragraph_overlap,
    same_moment,
    score,
    summarize,
    word_overlap,
)

A = "Warga menanam bakau di sepanjang pantai sejak pagi."
B = "Bibitnya datang dari kebun milik kelompok tani di muara."
C = "Pekerjaan itu selesai sebelum air pasang."
STRANGER = "Harga garam petani naik setelah hujan berhenti"


def textbook(left, right):
    rows = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            rows[i + 1][j + 1] = rows[i][j] + 1 if one == other else max(rows[i][j + 1], rows[i + 1][j])
    return rows[-1][-1]


def test_the_longest_common_subsequence_is_that_of_the_textbook():
    chance = Random(3)
    for _ in range(300):
        left, right = (chance.choices("abcde", k=chance.randrange(90)) for _ in range(2))
        assert common_subsequence(left, right) == textbook(left, right)


@pytest.mark.parametrize(
    ("overlap", "precision", "recall", "f1"),
    [
        (Overlap(3, 4, 6), 0.5, 0.75, 0.6),
        (Overlap(0, 4, 0), 0.0, 0.0, 0.0),
        (Overlap(0, 0, 4), 0.0, 0.0, 0.0),
        (Overlap(0, 0, 0), 1.0, 1.0, 1.0),
    ],
)
def test_precision_recall_and_their_mean(overlap, precision, recall, f1):
    assert (overlap.precision, overlap.recall, overlap.f1) == (precision, recall, f1)


def test_words_keep_their_order_and_paragraphs_need_not():
    assert word_overlap([A, B], [B, A]).same == len(B.split())
    assert paragraph_overlap([A, B], [B, A]) == Overlap(2, 2, 2)
    assert paragraph_overlap([A, A, B], [A, B, B]) == Overlap(2, 3, 3)


def test_a_perfect_text():
    made = score([A, B], [A, B], title=True, date=None)
    assert made.perfect
    assert made.exact
    assert (made.leaked, made.lost) == ((), ())
    assert (made.words.f1, made.paragraphs.f1) == (1, 1)
    assert not score([A, B], [B, A]).exact
    assert not score([A], [A], date=False).perfect


def test_what_leaks_and_what_is_lost():
    made = score([A, B, C], [A, STRANGER, C])
    assert made.leaked == (STRANGER,)
    assert made.lost == (B,)


@pytest.mark.parametrize("output", [[f"{A} {B}", C], [*A.split(" di "), B, C], [A, f"{B} Foto: Ani", C]])
def test_a_paragraph_that_is_glued_split_or_longer_is_neither_leaked_nor_lost(output):
    made = score([A, B, C], output)
    assert (made.leaked, made.lost) == ((), ())
    assert not made.exact


def test_a_line_of_the_gold_s_own_words_leaks_if_it_is_boilerplate():
    label = "Baca juga: Warga menanam bakau di sepanjang pantai"
    assert score([A, B], [label, B]).leaked == ()
    assert score([A, B], [label, B], is_boilerplate=lambda text: text == label).leaked == (label,)
    assert score([A, label], [A, label], is_boilerplate=lambda text: True).leaked == ()


def test_what_is_said_twice_leaks_and_what_is_said_once_less_is_lost():
    caption = "Warga menanam bakau di sepanjang pantai sejak pagi. (Foto: Ani)"
    assert score([A, B], [caption, A, B]).leaked == (caption,)
    assert score([A, B], [A, A, B]).leaked == (A,)
    assert score([A, A, B], [A, B]).lost == (A,)


@pytest.mark.parametrize("line", ["(rds/imk)", "***", "AFP", "Tamat"])
def test_short_lines_leak_and_are_lost_too(line):
    assert score([A], [A, line]).leaked == (line,)
    assert score([A, line], [A]).lost == (line,)


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ("2026-02-09T13:05:00+07:00", "2026-02-09T13:05:59+07:00", True),
        ("2026-02-09T13:05:40+07:00", "2026-02-09T06:05:00+00:00", True),
        ("2026-02-09T13:05:00+07:00", "2026-02-09T13:06:00+07:00", False),
        ("2026-02-09T13:05:00+07:00", "2026-02-09T13:05:00+00:00", False),
        ("2026-02-09", "2026-02-09T23:59:00+07:00", True),
        ("2026-02-09", "2026-02-10T00:00:00+07:00", False),
    ],
)
def test_a_date_is_right_to_the_minute_or_to_the_day_that_the_gold_knows(gold, found, same):
    assert same_moment(gold, datetime.fromisoformat(found)) is same


def test_a_date_where_one_side_has_none():
    assert same_moment("", None) is None
    assert same_moment("", datetime.fromisoformat("2026-02-09")) is None
    assert same_moment("2026-02-09", None) is False


def test_a_summary_is_means_over_pages_and_shares_over_paragraphs():
    good = score([A, B], [A, B], title=True, date=True)
    bad = score([A, B, C], [STRANGER], title=False, date=None)
    summary = summarize([good, bad])
    assert summary.articles == 2
    assert summary.exact == 0.5
    assert summary.paragraph_f1 == 0.5
    assert summary.title == 0.5
    assert summary.date == 1
    assert (summary.leaked, summary.leak_rate) == (1, 1 / 3)
    assert (summary.lost, summary.over_deletion) == (3, 3 / 5)
    assert summary.word_f1 == (1 + bad.words.f1) / 2
    assert summarize([score([A], [A])]).leak_rate == 0
    assert summarize([score([A], [STRANGER])]).leak_rate == summarize([score([A], [STRANGER])]).over_deletion == 1


def test_a_share_of_nothing_is_none():
    assert summarize([score([A], [A])]).date is None
