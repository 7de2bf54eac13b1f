import { describe, expect, test } from '@jest/globals';
import { formatNodeSettings, type NodePlace } from './node-settings.ts';

const TEMPLATE = `# says {WHAT} it is
node.id={ID}
listeners=P://127.0.0.1:{PORT},C://127.0.0.1:{CONTROLLER_PORT}
controller.quorum.voters={VOTERS}
log.dirs={DATA}
offsets.topic.replication.factor={COPIES}
min.insync.replicas={COPIES_MIN}
`;
const place = (id: number): NodePlace => ({
  id,
  port: 9000 + id,
  controllerPort: 9100 + id,
  dataDir: `/data/node-${id}`,
});

describe('the settings of a node', () => {
  test('fit a cluster of three, which can lose one', () => {
    const all = [place(1), place(2), place(3)];
    expect(formatNodeSettings(TEMPLATE, place(2), all, {})).toBe(`node.id=2
listeners=P://127.0.0.1:9002,C://127.0.0.1:9102
controller.quorum.voters=1@127.0.0.1:9101,2@127.0.0.1:9102,3@127.0.0.1:9103
log.dirs=/data/node-2
offsets.topic.replication.factor=3
min.insync.replicas=2
`);
  });

  test('do not ask one node for copies', () => {
    const settings = formatNodeSettings(TEMPLATE, place(1), [place(1)], {});
    expect(settings).toMatch(/factor=1\nmin\.insync\.replicas=1\n$/);
  });

  test('let what a caller adds win, by coming last', () => {
    const settings = formatNodeSettings(TEMPLATE, place(1), [place(1)], { 'log.dirs': '/other' });
    expect(settings).toMatch(/log\.dirs=\/other\n$/);
  });

  test('are refused when the template asks for what nobody fills in', () => {
    expect(() => formatNodeSettings('a={WRONG}', place(1), [place(1)], {})).toThrow('{WRONG}');
  });
});
