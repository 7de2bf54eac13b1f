"""What the broker answers when an agency's user reaches beyond its rights. One line of JSON for each attempt.

    python refused.py OTHER-AGENCY
"""

import json
import sys

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AclBindingFilter, AclOperation, AclPermissionType, AdminClient
from confluent_kafka.admin import ConfigResource, NewTopic, ResourcePatternType, ResourceType

from told_bus import AGENCY, connection

WAIT_S = 60


def try_reading(topic, group):
    """By a position of its own, so that only the right to the topic counts."""
    consumer = Consumer(connection() | {"group.id": group, "enable.auto.commit": False})
    consumer.assign([TopicPartition(topic, 0, 0)])
    return until_said(consumer)


def try_joining(topic, group):
    consumer = Consumer(connection() | {"group.id": group, "enable.auto.commit": False})
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
    try:
        answer = ask()
        for future in (answer or {}).values() if isinstance(answer, dict) else [answer]:
            if hasattr(future, "result"):
                future.result(WAIT_S)
        return "done"
    except KafkaException as refusal:
        return name(refusal.args[0])


def name(error: KafkaError):
    return error.name()


def attempts(other):
    admin, own_group = AdminClient(connection()), f"{AGENCY}.refused"
    every_acl = AclBindingFilter(
        ResourceType.ANY, None, ResourcePatternType.ANY, None, None, AclOperation.ANY, AclPermissionType.ANY
    )
    for topic in (f"told.releases.{other}", f"told.submission-results.{other}", f"told.submissions.{other}", "told.changes", "told.decisions"):
        yield f"read {topic}", lambda topic=topic: try_reading(topic, own_group)
    for topic in (f"told.releases.{AGENCY}", f"told.submissions.{other}", f"told.outcomes.{other}", f"told.releases.{other}", "told.changes"):
        yield f"write {topic}", lambda topic=topic: try_writing(topic)
    for group in (f"{other}.office", "gateway", AGENCY):
        yield f"join {group}", lambda group=group: try_joining(f"told.releases.{AGENCY}", group)
    topic = f"told.releases.{other}"
    yield f"describe {topic}", lambda: name(admin.list_topics(topic, WAIT_S).topics[topic].error)
    yield "create a topic", lambda: said_of(lambda: admin.create_topics([NewTopic(f"told.releases.{AGENCY}.more", 1, 1)]))
    yield "delete its topic", lambda: said_of(lambda: admin.delete_topics([f"told.releases.{AGENCY}"]))
    yield "alter its topic", lambda: said_of(
        lambda: admin.alter_configs([ConfigResource(ResourceType.TOPIC, f"told.releases.{AGENCY}", {"retention.ms": "1"})])
    )
    yield "list the rights", lambda: said_of(lambda: admin.describe_acls(every_acl))
    yield "begin a transaction", try_transaction
    yield "log in with another password", lambda: try_login({"sasl.password": "guessed"})
    yield "log in as another", lambda: try_login({"sasl.username": other})


if __name__ == "__main__":
    for attempt, ask in attempts(sys.argv[1]):
        print(json.dumps({"attempt": attempt, "answer": ask()}), flush=True)
    others = sorted(set(AdminClient(connection()).list_topics(timeout=WAIT_S).topics))
    print(json.dumps({"attempt": "list the topics", "answer": others}), flush=True)
