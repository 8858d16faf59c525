"""Scrapy's settings: a polite crawler that keeps what it sees. `crawl()` sets folders, run and contact."""

import os
from datetime import UTC, datetime
from importlib.metadata import version

KLIPING_CONTACT = os.environ.get("KLIPING_CONTACT", "")
KLIPING_RUN = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
KLIPING_WARC_FOLDER = "data/warc"
KLIPING_TEXT_FOLDER = "data/text"
KLIPING_STATE = "data/state.sqlite"

BOT_NAME = "kliping"
SPIDER_LOADER_CLASS = "crawler.spiders.SiteSpiders"

# Who we are, followed by the contact. Scrapy's own name must not be in it: newspapers bar that by name.
USER_AGENT = f"Kliping/{version('kliping')}"
ROBOTSTXT_USER_AGENT = "Kliping"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "id,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}

# Manners. A newspaper is asked for one thing at a time, and for the next when the last one is done with: so items come
# in the order of their records. Without jitter the pause is never shorter than the site or its robots.txt says.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 1
SCHEDULER_PRIORITY_QUEUE = "scrapy.pqueues.ScrapyPriorityQueue"
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
DOWNLOAD_DELAY = 2.0
DOWNLOAD_DELAY_JITTER = 0.0
DOWNLOAD_TIMEOUT = 60
DNS_TIMEOUT = 20
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
RETRY_AFTER_AT_MOST = 300.0
REDIRECT_MAX_TIMES = 10
METAREFRESH_ENABLED = False  # the page that was served is the page
COOKIES_ENABLED = False

# Nothing is dropped silently: what is asked twice is decided by the spider, and what lies elsewhere becomes a miss.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
URLLENGTH_LIMIT = 0
HTTPERROR_ALLOW_ALL = True

# The archive decodes bodies itself, from the bytes that it has recorded.
DOWNLOAD_HANDLERS = {
    "http": "crawler.handler.ArchivingDownloadHandler",
    "https": "crawler.handler.ArchivingDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
COMPRESSION_ENABLED = False
HTTPCACHE_ENABLED = False
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True

EXTENSIONS = {"crawler.memory.Memory": -1, "crawler.archiving.ArchiveKeeper": 0}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.robots.RobotsTxt": 100,
    "crawler.retryafter.RetryAfter": 560,
    "crawler.memory.Remember": 950,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
}
ITEM_PIPELINES = {"pipelines.items.ArticlePipeline": 100}

LOG_LEVEL = "INFO"
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
