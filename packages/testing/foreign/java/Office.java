import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Takes an agency's releases and answers each. It keeps nothing: what it has to remember, of duplicates, holes and what is taken back, it says
 * where it would. Java 17: java -cp 'target/dependency/*' Office.java [ANSWERS]
 */
public final class Office {
  private static final String AGENCY = System.getenv("TOLD_AGENCY");
  private static final String OUTCOMES = "told.outcomes." + AGENCY;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final Map<Integer, Schema> schemas = new HashMap<>();

  public static void main(String[] args) throws Exception {
    new Office().read(args.length > 0 ? Integer.parseInt(args[0]) : Integer.MAX_VALUE);
  }

  private void read(int answersMax) throws Exception {
    try (var consumer = new KafkaConsumer<>(consuming(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var producer = new KafkaProducer<>(producing(), new ByteArraySerializer(), new ByteArraySerializer())) {
      consumer.subscribe(List.of("told.releases." + AGENCY));
      for (int answered = 0; answered < answersMax; ) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          checkDigest(record);
          GenericRecord release = decode(record.value());
          // Here, in one transaction of its own database: is releaseId known? A duplicate, answered before. Is releaseSequence the next of
          // the case? If not, the release waits. `withdrawn`, `do-not-rely` and `erased` take back `takesBack` at once, also where it waits.
          String kind = release.get("kind").toString().equals("value") ? "applied" : "no-change";
          // The same key and the same partitioner: answers of a case stay in order. Unacknowledged, it throws, and all comes again.
          producer.send(outcome(release, kind)).get();
          System.out.printf("{\"case\": \"%s\", \"sequence\": %s, \"did\": \"%s\"}%n",
              release.get("caseReference"), release.get("releaseSequence"), kind);
          answered++;
        }
        consumer.commitSync(); // last: what was not answered comes again
      }
    }
  }

  private ProducerRecord<byte[], byte[]> outcome(GenericRecord release, String kind) throws Exception {
    JsonNode newest = get("/subjects/" + OUTCOMES + "-value/versions/latest");
    var outcome = new GenericData.Record(new Schema.Parser().parse(newest.get("schema").asText()));
    outcome.put("releaseId", release.get("releaseId"));
    outcome.put("outcomeNo", 1);
    outcome.put("caseReference", release.get("caseReference"));
    outcome.put("releaseSequence", release.get("releaseSequence"));
    outcome.put("kind", kind);
    outcome.put("businessDate", (int) LocalDate.now().toEpochDay());
    outcome.put("decidedAt", Instant.now().toEpochMilli() * 1000);
    byte[] key = release.get("caseReference").toString().getBytes(StandardCharsets.UTF_8);
    byte[] value = encode(newest.get("id").asInt(), outcome);
    var record = new ProducerRecord<>(OUTCOMES, key, value);
    Map<String, String> headers = Map.of(
        "ce_id", UUID.randomUUID().toString(), "ce_source", AGENCY, "ce_type", "Outcome", "ce_time", Instant.now().toString(),
        "ce_specversion", "1.0", "content-type", "application/avro", "digest", digest(key, value));
    headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  /** Byte 0, the schema's id, Avro. */
  private GenericRecord decode(byte[] value) throws Exception {
    ByteBuffer frame = ByteBuffer.wrap(value);
    if (frame.get() != 0) throw new IOException("the value is not framed");
    int id = frame.getInt();
    if (!schemas.containsKey(id)) {
      schemas.put(id, new Schema.Parser().parse(get("/schemas/ids/" + id).get("schema").asText()));
    }
    var avro = DecoderFactory.get().binaryDecoder(value, frame.position(), frame.remaining(), null);
    return new GenericDatumReader<GenericRecord>(schemas.get(id)).read(null, avro);
  }

  private byte[] encode(int id, GenericRecord record) throws IOException {
    var value = new ByteArrayOutputStream();
    value.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    var avro = EncoderFactory.get().binaryEncoder(value, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, avro);
    avro.flush();
    return value.toByteArray();
  }

  private JsonNode get(String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(System.getenv("TOLD_REGISTRY_URL") + path)).build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) throw new IOException("the registry answers " + answer.statusCode());
    return json.readTree(answer.body());
  }

  private static void checkDigest(ConsumerRecord<byte[], byte[]> record) throws Exception {
    Header claimed = record.headers().lastHeader("digest");
    if (claimed == null || !new String(claimed.value(), StandardCharsets.UTF_8).equals(digest(record.key(), record.value()))) {
      throw new IOException("no digest, or of other bytes: offset " + record.offset());
    }
  }

  private static String digest(byte[] key, byte[] value) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(ByteBuffer.allocate(4).putInt(key.length).array());
    sha256.update(key);
    return HexFormat.of().formatHex(sha256.digest(value));
  }

  private static Properties connection() {
    var settings = new Properties();
    settings.put("bootstrap.servers", System.getenv("TOLD_BROKERS"));
    settings.put("client.id", AGENCY);
    settings.put("security.protocol", "SASL_SSL");
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", System.getenv("TOLD_CA_FILE"));
    settings.put("sasl.mechanism", "SCRAM-SHA-512");
    settings.put("sasl.jaas.config", String.format(
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";",
        AGENCY, System.getenv("TOLD_PASSWORD")));
    return settings;
  }

  private static Properties consuming() {
    Properties settings = connection();
    settings.put("group.id", AGENCY + ".office-java");
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    return settings;
  }

  /** The default partitioner is murmur2, as everywhere on the bus. */
  private static Properties producing() {
    Properties settings = connection();
    settings.put("acks", "all");
    settings.put("enable.idempotence", "true");
    return settings;
  }
}
