"""Produces records as they are, right or wrong: one a line of JSON on standard input, key, value and headers in Base64 or null.

    python produce.py TOPIC < records.ndjson
"""

import base64
import json
import sys

from confluent_kafka import KafkaException, Producer

from told_bus import connection


def decode(text):
    return None if text is None else base64.b64decode(text)


def produce(producer, topic, record):
    """What the broker, or the client before it, said of the record."""
    said = []
    headers = [(header, decode(value)) for header, value in record.get("headers", {}).items()]
    try:
        producer.produce(
            topic,
            decode(record.get("value")),
            decode(record.get("key")),
            headers=headers,
            on_delivery=lambda error, _message: said.append(error.name() if error else "stored"),
        )
    except KafkaException as refusal:
        return refusal.args[0].name()
    producer.flush()
    return said[0]


if __name__ == "__main__":
    # As large as its sender likes: it is for the broker to say what is too much.
    settings = {"partitioner": "murmur2_random", "acks": "all", "message.max.bytes": 8_000_000, "compression.type": "gzip"}
    opened = Producer(connection() | settings)
    for line in sys.stdin:
        print(json.dumps(produce(opened, sys.argv[1], json.loads(line))), flush=True)
