"""An agency's office on the bus.

    python office.py read [ANSWERS]     takes releases and answers each; ends after so many answers, else never
    python office.py tell NOTICE.json   tells a change (idempotencyKey, change) and waits for what came of it

It keeps what it was given in `office.db`. A line of JSON says of each release what was done, and never what it says.
"""

import json
import sqlite3
import sys
from datetime import date, datetime, timezone

from confluent_kafka import TopicPartition

from told_bus import AGENCY, Registry, check, open_consumer, open_producer, send

RELEASES = f"told.releases.{AGENCY}"
OUTCOMES = f"told.outcomes.{AGENCY}"
SUBMISSIONS = f"told.submissions.{AGENCY}"
RESULTS = f"told.submission-results.{AGENCY}"

TAKES_BACK = ("withdrawn", "do-not-rely", "erased")

TABLES = """
CREATE TABLE IF NOT EXISTS office_case (reference TEXT PRIMARY KEY, next_sequence INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS received (
  release_id TEXT PRIMARY KEY, reference TEXT NOT NULL, sequence INTEGER NOT NULL, kind TEXT NOT NULL,
  takes_back TEXT, takes TEXT, fields TEXT NOT NULL, waits INTEGER NOT NULL, UNIQUE (reference, sequence));
CREATE TABLE IF NOT EXISTS answer (
  release_id TEXT PRIMARY KEY, reference TEXT NOT NULL, sequence INTEGER NOT NULL, kind TEXT NOT NULL, reason TEXT,
  decided_at TEXT NOT NULL, is_sent INTEGER NOT NULL DEFAULT 0);
"""


class Office:
    def __init__(self, file):
        self.db = sqlite3.connect(file)
        self.db.executescript(TABLES)

    def take(self, release):
        """One release, in the open transaction. Returns what was done with it."""
        release_id, case, sequence = str(release["releaseId"]), release["caseReference"], release["releaseSequence"]
        if self._one("SELECT 1 FROM received WHERE release_id = ?", release_id):
            return "duplicate"  # at least once: it was answered then
        if self._one("SELECT 1 FROM received WHERE reference = ? AND sequence = ?", case, sequence):
            return "fork"  # two releases of one place: for a person to look into
        self._keep(release_id, case, release)
        if release["kind"] in TAKES_BACK:
            # At once, also while its case waits: what was withdrawn must not be used meanwhile.
            self._take_back(release_id, case, str(release["takesBack"]))
        self._advance(case)
        answer = self._one("SELECT kind FROM answer WHERE release_id = ?", release_id)
        return answer[0] if answer else "waiting"  # a gap: an earlier one of the case is missing

    def unsent(self):
        return self._all(
            "SELECT release_id, reference, sequence, kind, reason, decided_at FROM answer WHERE is_sent = 0 ORDER BY rowid"
        )

    def mark_sent(self, release_ids):
        with self.db:
            for release_id in release_ids:
                self.db.execute("UPDATE answer SET is_sent = 1 WHERE release_id = ?", (release_id,))

    def _keep(self, release_id, case, release):
        kind, fact = release["kind"], release["fact"]
        body = release[fact] or {} if kind == "value" else {}
        fields = {f"{fact}.{name}": value for name, value in body.items() if value is not None}
        if kind == "value" and release["dutyDischarged"] is not None:
            fields[f"{fact}.dutyDischarged"] = release["dutyDischarged"]
        # `withdrawn` names its fields; the others take all.
        takes = [one["field"] for one in release["withheld"]] if kind == "withdrawn" else None
        self.db.execute(
            "INSERT INTO received VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
            (release_id, case, release["releaseSequence"], kind, _text(release["takesBack"]), json.dumps(takes), _json(fields)),
        )
        # What takes it back may have come before it.
        for (taking_id,) in self._all("SELECT release_id FROM received WHERE takes_back = ?", release_id):
            self._reduce(release_id, case, taking_id)

    def _take_back(self, release_id, case, given_id):
        given = self._one("SELECT waits FROM received WHERE release_id = ? AND reference = ?", given_id, case)
        if not given:
            self._answer(release_id, "no-change", "never-received")
        elif not self._reduce(given_id, case, release_id):
            self._answer(release_id, "no-change", "nothing-to-take-back")
        elif given[0]:
            self._answer(release_id, "no-change", "taken-back-before-use")
        else:
            self._answer(release_id, "applied", None)

    def _reduce(self, given_id, case, taking_id):
        """Forgets of a release what another takes back. True when something was there to forget."""
        (takes,) = self._one("SELECT takes FROM received WHERE release_id = ? AND reference = ?", taking_id, case) or ("[]",)
        (fields,) = self._one("SELECT fields FROM received WHERE release_id = ?", given_id)
        known, gone = json.loads(fields), json.loads(takes)
        left = {} if gone is None else {name: value for name, value in known.items() if name not in gone}
        self.db.execute("UPDATE received SET fields = ? WHERE release_id = ?", (_json(left), given_id))
        return left != known

    def _advance(self, case):
        """Uses what is next in the case, and then what waited behind it."""
        self.db.execute("INSERT OR IGNORE INTO office_case VALUES (?, 1)", (case,))
        (due,) = self._one("SELECT next_sequence FROM office_case WHERE reference = ?", case)
        while found := self._one("SELECT release_id, kind, fields FROM received WHERE reference = ? AND sequence = ?", case, due):
            release_id, kind, fields = found
            self.db.execute("UPDATE received SET waits = 0 WHERE release_id = ?", (release_id,))
            if kind not in TAKES_BACK:  # here the office would change its case
                is_used = kind == "value" and fields != "{}"
                self._answer(release_id, "applied" if is_used else "no-change", None if is_used else "void")
            due += 1
        self.db.execute("UPDATE office_case SET next_sequence = ? WHERE reference = ?", (due, case))

    def _answer(self, release_id, kind, reason):
        (case, sequence) = self._one("SELECT reference, sequence FROM received WHERE release_id = ?", release_id)
        now = datetime.now(timezone.utc).isoformat()
        self.db.execute(
            "INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?, ?, ?, 0)", (release_id, case, sequence, kind, reason, now)
        )

    def _one(self, statement, *values):
        return self.db.execute(statement, values).fetchone()

    def _all(self, statement, *values):
        return self.db.execute(statement, values).fetchall()


def read(answers_max):
    office, registry = Office("office.db"), Registry()
    consumer, producer = open_consumer("office"), open_producer()
    consumer.subscribe([RELEASES])
    answered = answer(office, registry, producer)  # what a run before was killed with
    while answers_max is None or answered < answers_max:
        messages = [check(message) for message in consumer.consume(500, timeout=1)]
        if not messages:
            continue
        with office.db:  # all of them or none
            for message in messages:
                release = registry.decode(message.value())
                if message.key().decode() != release["caseReference"]:
                    raise ValueError(f"under another case's key: {message.partition()} {message.offset()}")
                did = office.take(release)
                say(case=release["caseReference"], sequence=release["releaseSequence"], kind=release["kind"], did=did)
        answered += answer(office, registry, producer)
        consumer.commit(asynchronous=False)  # last: what was not answered comes again
    consumer.close()


def answer(office, registry, producer):
    """Sends each outcome until it is acknowledged. One that is sent twice has the same number, and counts once."""
    rows = office.unsent()
    for release_id, case, sequence, kind, reason, decided_at in rows:
        outcome = {
            "releaseId": release_id,
            "outcomeNo": 1,
            "caseReference": case,
            "releaseSequence": sequence,
            "kind": kind,
            "reason": reason,
            "effectiveOn": None,
            "businessDate": date.today(),
            "decidedAt": datetime.fromisoformat(decided_at),
        }
        send(producer, OUTCOMES, case, registry.encode(OUTCOMES, outcome), "Outcome", release_id)
    producer.flush()
    office.mark_sent(row[0] for row in rows)
    return len(rows)


def tell(file):
    with open(file, encoding="utf-8") as notice:
        submission = json.load(notice)
    registry, producer, consumer = Registry(), open_producer(), open_consumer("results")
    partitions = consumer.list_topics(RESULTS).topics[RESULTS].partitions
    ends = [TopicPartition(RESULTS, number) for number in partitions]
    for end in ends:
        _, end.offset = consumer.get_watermark_offsets(end)
    consumer.assign(ends)  # before it is told, so that the answer cannot be missed
    key = submission["change"].get("caseReference") or submission["idempotencyKey"]
    send(producer, SUBMISSIONS, key, registry.encode(SUBMISSIONS, submission), "Submission")
    producer.flush()
    while True:
        for message in consumer.consume(100, timeout=1):
            result = registry.decode(check(message).value())
            if result["idempotencyKey"] != submission["idempotencyKey"]:
                continue
            say(status=result["status"], changeId=_text(result["changeId"]), code=result["code"], errors=result["errors"])
            consumer.close()
            return 1 if result["status"] == "rejected" else 0


def say(**what):
    print(json.dumps(what), flush=True)


def _json(value):
    return json.dumps(value, default=str, sort_keys=True)


def _text(value):
    return None if value is None else str(value)


if __name__ == "__main__":
    if sys.argv[1:2] == ["read"]:
        read(int(sys.argv[2]) if len(sys.argv) > 2 else None)
    elif sys.argv[1:2] == ["tell"] and len(sys.argv) == 3:
        sys.exit(tell(sys.argv[2]))
    else:
        sys.exit(__doc__)
