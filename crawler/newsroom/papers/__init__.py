"""The papers of the newsroom."""

from crawler.newsroom.papers.jfid import JFID
from crawler.newsroom.papers.kompas import KOMPAS
from crawler.newsroom.papers.kompastv import KOMPASTV
from crawler.newsroom.papers.republika import REPUBLIKA
from crawler.newsroom.papers.sriwijayatv import SRIWIJAYATV
from crawler.newsroom.papers.tempo import TEMPO

PAPERS = (KOMPASTV, KOMPAS, TEMPO, REPUBLIKA, JFID, SRIWIJAYATV)
