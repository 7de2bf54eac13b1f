"""What a client of the bus needs in any language: login, schemas, framing, digest, headers, partitions."""

import hashlib
import json
import os
import struct
import urllib.request
import uuid
from datetime import datetime, timezone
from io import BytesIO

from confluent_kafka import Consumer, KafkaException, Producer
from fastavro import parse_schema, schemaless_reader, schemaless_writer

AGENCY = os.environ["TOLD_AGENCY"]
FRAME = struct.Struct(">BI")  # byte 0, then the schema's id


def connection():
    """An agency is the broker user of its own id; by mutual TLS its certificate says who it is."""
    settings = {"bootstrap.servers": os.environ["TOLD_BROKERS"], "client.id": AGENCY}
    if "TOLD_CA_FILE" in os.environ:
        settings |= {"security.protocol": "SSL", "ssl.ca.location": os.environ["TOLD_CA_FILE"]}
    if "TOLD_CERT_FILE" in os.environ:
        settings |= {
            "ssl.certificate.location": os.environ["TOLD_CERT_FILE"],
            "ssl.key.location": os.environ["TOLD_KEY_FILE"],
        }
    elif "TOLD_PASSWORD" in os.environ:
        settings |= {
            "security.protocol": "SASL_SSL",
            "sasl.mechanism": "SCRAM-SHA-512",
            "sasl.username": AGENCY,
            "sasl.password": os.environ["TOLD_PASSWORD"],
        }
    return settings


def open_consumer(group):
    """The names of an agency's groups begin with its id. Positions are committed by the caller, after its effects."""
    return Consumer(
        connection()
        | {
            "group.id": f"{AGENCY}.{group}",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "check.crcs": True,
        }
    )


def open_producer():
    """`murmur2_random` puts a key where all others look for it; librdkafka's own default does not."""
    return Producer(
        connection()
        | {"partitioner": "murmur2_random", "acks": "all", "enable.idempotence": True}
    )


class Registry:
    """A Confluent-compatible registry: schemas by the id in a record's frame, or the newest of a subject."""

    def __init__(self, url=None):
        self.url = (url or os.environ["TOLD_REGISTRY_URL"]).rstrip("/")
        self.schemas = {}
        self.newest = {}

    def decode(self, value):
        magic, schema_id = FRAME.unpack_from(value)
        if magic != 0:
            raise ValueError("the value is not framed")
        if schema_id not in self.schemas:
            found = self._get(f"/schemas/ids/{schema_id}")
            self.schemas[schema_id] = parse_schema(json.loads(found["schema"]))
        return schemaless_reader(BytesIO(value[FRAME.size :]), self.schemas[schema_id])

    def encode(self, topic, record):
        if topic not in self.newest:
            found = self._get(f"/subjects/{topic}-value/versions/latest")
            self.newest[topic] = found["id"], parse_schema(json.loads(found["schema"]))
        schema_id, schema = self.newest[topic]
        value = BytesIO()
        value.write(FRAME.pack(0, schema_id))
        schemaless_writer(value, schema, record)
        return value.getvalue()

    def _get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return json.load(answer)


def digest(key, value):
    """The length keeps apart what would be the same bytes: key `ab` with value `c`, and key `a` with value `bc`."""
    return hashlib.sha256(struct.pack(">I", len(key)) + key + value).hexdigest()


def check(message):
    """Raises what Kafka says of a message, and refuses one that is not what its digest says."""
    if message.error():
        raise KafkaException(message.error())
    claimed = dict(message.headers() or []).get("digest", b"").decode()
    if claimed != digest(message.key(), message.value()):
        raise ValueError(f"no digest, or of other bytes: {message.topic()} {message.offset()}")
    return message


def send(producer, topic, key, value, kind, event_id=None):
    """Sends one record with the headers of CloudEvents. What `flush` then reports as failed is sent again as it was."""

    def settle(error, _message):
        if error:
            raise KafkaException(error)

    key = key.encode()
    headers = {
        "ce_id": event_id or str(uuid.uuid4()),
        "ce_source": AGENCY,
        "ce_type": kind,
        "ce_time": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "ce_specversion": "1.0",
        "content-type": "application/avro",
        "digest": digest(key, value),
    }
    producer.produce(topic, value, key, headers=list(headers.items()), on_delivery=settle)
