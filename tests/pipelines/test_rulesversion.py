"""The version of the rules: whatever can change a text changes it."""

import re
import subprocess
import sys
from dataclasses import replace

from crawler.loader import load_sites
from crawler.site import Template
from pipelines.rules import RULES
from pipelines.rulesversion import CODE, rules_version, version_of

SITE = load_sites()["kompas"]


def test_it_changes_with_any_part_of_a_rule_of_the_site_and_with_the_code():
    longest = max(RULES, key=lambda rule: len(rule.pattern.pattern))
    changed = [replace(longest, pattern=re.compile(longest.pattern.pattern + "x")), *RULES]
    assert version_of(SITE, RULES) == version_of(replace(SITE), RULES)
    assert version_of(SITE, [longest, *RULES]) != version_of(SITE, changed)
    assert version_of(SITE, RULES) != version_of(replace(SITE, templates=(Template(name="x", body="p"),)), RULES)
    assert version_of(SITE, RULES) != version_of(replace(SITE, article="x"), RULES)
    assert version_of(SITE, RULES, b"x") != version_of(SITE, RULES) != rules_version(SITE)


def test_all_code_that_extraction_loads_is_a_part_of_it():
    code = "import sys, pipelines.extract, pipelines.assembly; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {name.split(".")[1] for name in loaded if name.startswith("pipelines.")} == set(CODE)
