"""What a league's page takes with 5 and with 500 classrooms: `python -m tests.bench.league_pages`.

Classrooms of 30 learners with a year of closed weeks, of counters and of log rows; both leagues are
read from the same SQLite file in one process. BENCH_LOGS says how many log rows each learner has.
"""

import os
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from itertools import batched, islice
from random import Random
from statistics import median
from typing import Any

LEARNERS, WEEKS, REQUESTS = 30, 52, 20
LOGS = int(os.environ.get("BENCH_LOGS", "100"))
