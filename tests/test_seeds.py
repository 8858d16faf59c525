"""Texts as an older crawl saved them, boilerplate and all, and what each must become: byte for byte."""

from pathlib import Path

import pytest

from pipelines.jobs.clean import clean_files

OWN = Path(__file__).parent / "pipelines/fixtures/seeds"
REFERENCE = Path(__file__).parents[1] / "../shared/seeds"
NAMES = sorted(file.name for file in (OWN / "raw").iterdir())


def check(folder, name):
    (cleaned,) = clean_files([folder / "raw" / name])
    assert cleaned.text == (folder / "clean" / name).read_bytes().decode()


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_of_our_own(name):
    check(OWN, name)


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference pages are not beside the checkout")
@pytest.mark.parametrize("number", range(5))
def test_a_reference_seed(number):
    (raw,) = (REFERENCE / "raw").glob(f"{number:03d}_*.txt")
    check(REFERENCE, raw.name)


def test_each_seed_has_its_clean_text():
    assert sorted(file.name for file in (OWN / "clean").iterdir()) == NAMES
    assert len(NAMES) == 5
