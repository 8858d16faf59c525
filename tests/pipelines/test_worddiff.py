"""What changed from one text to the next, word by word."""

from pipelines.worddiff import word_diff


def shown(old: str, new: str, around: int = 2) -> list[str]:
    return [str(change) for change in word_diff(old, new, around)]


def test_nothing_changed() -> None:
    assert shown("Harga beras naik.", "Harga  beras naik.") == []


def test_a_word_is_another() -> None:
    assert shown("Harga beras hari ini naik di pasar induk.", "Harga beras hari ini turun di pasar induk.") == [
        "hari ini [-naik-] {+turun+} di pasar"
    ]


def test_words_are_put_in_and_taken_out() -> None:
    assert shown("Satu dua tiga empat lima enam", "Satu dua dua-setengah tiga empat lima") == [
        "Satu dua {+dua-setengah+} tiga empat",
        "empat lima [-enam-]",
    ]


def test_a_paragraph_more() -> None:
    assert shown("Judul\n\nIsi.", "Judul\n\nIsi.\n\nRalat: sepuluh.") == ["¶ Isi. {+¶ Ralat: sepuluh.+}"]


def test_a_paragraph_is_cut_in_two() -> None:
    assert shown("Satu. Dua.", "Satu.\n\nDua.") == ["Satu. {+¶+} Dua."]
