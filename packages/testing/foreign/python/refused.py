"""What the broker answers when an agency's user reaches beyond its rights. One line of JSON for each attempt.

    python refused.py OTHER-AGENCY
"""

import json
import sys

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, NewTopic, ResourceType

from told_bus import AGENCY, connection

WAIT_S = 60


def try_reading(topic, group):
    consumer = Consumer(connection() | {"group.id": group, "auto.offset.reset": "earliest", "enable.auto.commit": False})
    consumer.subscribe([topic])
    return until_said(consumer)


def until_said(consumer):
    message = consumer.poll(WAIT_S)
    consumer.close()
    if message is None:
        return "nothing"
    return name(message.error()) if message.error() else "a record"


def try_writing(topic):
    said = []
    producer = Producer(connection() | {"message.timeout.ms": WAIT_S * 1000})
    producer.produce(topic, b"v", b"k", on_delivery=lambda error, _message: said.append(name(error) if error else "stored"))
    producer.flush()
    return said[0]


def try_transaction():
    producer = Producer(connection() | {"transactional.id": f"{AGENCY}.office"})
    return said_of(lambda: producer.init_transactions(WAIT_S))


def try_login(changed):
    said = []
    consumer = Consumer(connection() | changed | {"group.id": f"{AGENCY}.office", "error_cb": said.append})
    consumer.subscribe([f"told.releases.{AGENCY}"])
    while not said:
        consumer.poll(1)
    consumer.close()
    return name(said[0])


def said_of(ask):
    """Of what answers by futures: one, or one for each thing it was asked about."""
    try:
        answer = ask()
        for future in answer.values() if isinstance(answer, dict) else [answer]:
            if future is not None:
                future.result(WAIT_S)
        return "done"
    except KafkaException as refusal:
        return name(refusal.args[0])


def name(error: KafkaError):
    return error.name()


def attempts(other):
    admin, own_group = AdminClient(connection()), f"{AGENCY}.refused"
    for topic in (f"told.releases.{other}", f"told.submission-results.{other}", f"told.submissions.{AGENCY}", "told.changes", "told.decisions"):
        yield f"read {topic}", lambda topic=topic: try_reading(topic, own_group)
    for topic in (f"told.releases.{AGENCY}", f"told.submissions.{other}", f"told.outcomes.{other}", f"told.releases.{other}", "told.changes"):
        yield f"write {topic}", lambda topic=topic: try_writing(topic)
    for group in (f"{other}.office", "gateway", AGENCY):
        yield f"join {group}", lambda group=group: try_reading(f"told.releases.{AGENCY}", group)
    topic = f"told.releases.{other}"
    yield f"describe {topic}", lambda: name(admin.list_topics(topic, WAIT_S).topics[topic].error)
    yield "create a topic", lambda: said_of(lambda: admin.create_topics([NewTopic(f"told.releases.{AGENCY}.more", 1, 1)]))
    yield "delete its topic", lambda: said_of(lambda: admin.delete_topics([f"told.releases.{AGENCY}"]))
    setting = ConfigEntry("retention.ms", "1", incremental_operation=AlterConfigOpType.SET)
    its_topic = ConfigResource(ResourceType.TOPIC, f"told.releases.{AGENCY}", incremental_configs=[setting])
    yield "alter its topic", lambda: said_of(lambda: admin.incremental_alter_configs([its_topic]))
    yield "describe a broker", lambda: said_of(lambda: admin.describe_configs([ConfigResource(ResourceType.BROKER, "1")]))
    yield "describe the group gateway", lambda: said_of(lambda: admin.describe_consumer_groups(["gateway"]))
    yield "begin a transaction", try_transaction
    yield "log in with another password", lambda: try_login({"sasl.password": "guessed"})
    yield "log in as another", lambda: try_login({"sasl.username": other})


if __name__ == "__main__":
    for attempt, ask in attempts(sys.argv[1]):
        print(json.dumps({"attempt": attempt, "answer": ask()}), flush=True)
    seen = AdminClient(connection())
    print(json.dumps({"attempt": "list the topics", "answer": sorted(seen.list_topics(timeout=WAIT_S).topics)}))
    groups = seen.list_consumer_groups().result(WAIT_S).valid
    print(json.dumps({"attempt": "list the groups", "answer": sorted(group.group_id for group in groups)}))
