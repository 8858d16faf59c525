"""The papers of the newsroom."""

from crawler.newsroom.papers.jfid import JFID
from crawler.newsroom.papers.kompas import KOMPAS
from crawler.newsroom.papers.republika import REPUBLIKA

PAPERS = (KOMPAS, REPUBLIKA, JFID)
