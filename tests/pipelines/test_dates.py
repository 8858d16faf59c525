"""Dates as newspapers print them, with every trap that has been seen."""

import random
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pipelines.dates import parse_date

WIB = ZoneInfo("Asia/Jakarta")
NEAR = datetime(2026, 2, 10, 3, 0, tzinfo=UTC)

PRINTED = {
    # the day in words
    "Kamis, 5 November 2015 | 11:13 WIB": "2015-11-05T11:13:00+07:00",
    "Kamis, 5 November 2015 11.13 WIB": "2015-11-05T11:13:00+07:00",
    "Jum'at, 5 Juni 2020 17.06 WITA": "2020-06-05T17:06:00+08:00",
    "07 Februari 2017, 11:28 WIT": "2017-02-07T11:28:00+09:00",
    "Minggu, 1 Pebruari 2015 - 10:00": "2015-02-01T10:00:00+07:00",
    "20 Agt 2020 14:02": "2020-08-20T14:02:00+07:00",
    "20 Ags 2020 14:02": "2020-08-20T14:02:00+07:00",
    "3 Nopember 2016 07:00 WIB": "2016-11-03T07:00:00+07:00",
    "31-Des-2020 23:59": "2020-12-31T23:59:00+07:00",
    "Selasa, 24 Mei 16 08:10": "2016-05-24T08:10:00+07:00",
    "on 18 Jun 2015 at 06:25 WIB": "2015-06-18T06:25:00+07:00",
    "18 October 2019 09:30:15": "2019-10-18T09:30:15+07:00",
    "1st March 2020": "2020-03-01T00:00:00+07:00",
    "February 10, 2026 1:05 PM": "2026-02-10T13:05:00+07:00",
    "12:05 AM, 3 Maret 2026": "2026-03-03T00:05:00+07:00",
    "Edisi : 27 Juli 2019": "2019-07-27T00:00:00+07:00",
    "3 April 2026, 1.234 kali dibaca": "2026-04-03T00:00:00+07:00",
    # the day in figures
    "Diperbarui 26/11/2022, 17:47 WIB": "2022-11-26T17:47:00+07:00",
    "Selasa, 07-02-2017 08:04": "2017-02-07T08:04:00+07:00",
    "Senin (9/2/2026)": "2026-02-09T00:00:00+07:00",
    "Tayang 2017-02-07 08:04": "2017-02-07T08:04:00+07:00",
    "2017/02/07 08:04:00": "2017-02-07T08:04:00+07:00",
    "20201016T204906": "2020-10-16T20:49:06+07:00",
    "2026-02-10": "2026-02-10T00:00:00+07:00",
    # the machine's
    "2020-10-16T13:49:06+00:00": "2020-10-16T13:49:06+00:00",
    "2020-10-16T13:49:06Z": "2020-10-16T13:49:06+00:00",
    "2022-12-10T13-19-56Z": "2022-12-10T13:19:56+00:00",
    "Thu, 05 Nov 2015 11:13:00 +0700": "2015-11-05T11:13:00+07:00",
    "Thu, 05 Nov 2015 04:13:00 GMT": "2015-11-05T04:13:00+00:00",
    "10 Feb 2026 13:00 (UTC +7)": "2026-02-10T13:00:00+07:00",
    # counted back from the capture, unless a date is there
    "2 jam yang lalu": "2026-02-10T01:00:00+00:00",
    "35 menit lalu": "2026-02-10T02:25:00+00:00",
    "sejam yang lalu": "2026-02-10T02:00:00+00:00",
    "3 hari silam": "2026-02-07T03:00:00+00:00",
    "45 detik lalu": "2026-02-10T02:59:15+00:00",
    "2 minggu lalu": "2026-01-27T03:00:00+00:00",
    "1 bulan lalu": "2026-01-11T03:00:00+00:00",
    "9 Februari 2026, 20:00 WIB (2 jam lalu)": "2026-02-09T20:00:00+07:00",
    # an offset that no clock on Earth has
    "9 Februari 2026 20:00 +9900": "2026-02-09T20:00:00+07:00",
    "9 Februari 2026 20:00 UTC-99": "2026-02-09T20:00:00+07:00",
}

NO_DATES = [
    *(
        "",
        "   ",
        "13:00 WIB",
        "Februari 2026",
        "Februari",
        "kemarin",
        "Rp 2.000",
        "31 Februari 2026",
        "32 Januari 2026",
    ),
    *("2026-02-30", "2026-13-01", "0 Maret 2026", "9 Februari 2026 25:10", "9 Bulan 2026"),
    *("99999999 hari lalu", "Mon, 1 Feb 99999999999 10:00", "1602849546"),
]


@pytest.mark.parametrize(("text", "moment"), PRINTED.items())
def test_a_date_as_printed(text, moment):
    assert parse_date(text, WIB, near=NEAR).isoformat() == moment


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date(text):
    assert parse_date(text, WIB, near=NEAR) is None


def test_a_date_without_offset_is_in_the_zone_of_the_site():
    assert parse_date("9 Februari 2026 20:00", ZoneInfo("Asia/Makassar")).isoformat() == "2026-02-09T20:00:00+08:00"


@pytest.mark.parametrize(
    "lie", ["2023-11-02T20:59:53Z", "2023-11-02T20:59:53+00:00", "2023-11-02T20-59-53Z", "2023-11-02 20:59:53"]
)
def test_a_wall_clock_is_read_as_such_whatever_offset_it_claims(lie):
    assert parse_date(lie, WIB, wall=True).isoformat() == "2023-11-02T20:59:53+07:00"


def test_without_a_capture_time_nothing_is_counted_back():
    assert parse_date("2 jam yang lalu", WIB) is None


def test_no_text_makes_it_fail():
    pieces = [
        *("10", "31", "0", "99", "2026", "0000", "9999", "99999999999", "٣", "१२", "²", "24:00", "25.61", "12:60:61.5"),
        *("/", "-", ".", ":", " ", "T", "Z", "+", "+07:00", "+9900", "GMT+30", "UTC-99", "WIB", "Feb", "Januari", "am"),
        *("jam", "yang lalu", "lalu", "hari", "se", "Mon,"),
    ]
    chance = random.Random(4)
    for _ in range(20_000):
        text = "".join(chance.choice(pieces) + chance.choice(["", " "]) for _ in range(chance.randint(1, 8)))
        found = parse_date(text, WIB, near=NEAR)
        assert found is None or found.tzinfo, text
