import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { askInOrder } from './ask-in-order.ts';
import { together } from './together.ts';

const look = (name: string) => ({ name, text: name, reads: true }) as const;
const write = (name: string) => ({ name, text: name });

/** A connection that answers everything but BEGIN at once. */
function connect(begin: Promise<unknown>) {
  const sent: string[] = [];
  const query = (asked: string | { readonly text: string }): Promise<unknown> => {
    const text = typeof asked === 'string' ? asked : asked.text;
    sent.push(text);
    return text === 'BEGIN' ? begin : Promise.resolve({ rows: [], rowCount: 0 });
  };
  const client = { query, connection: { stream: new PassThrough() } };
  return { sent, client: client as unknown as pg.ClientBase };
}

describe('askInOrder', () => {
  test('what only reads travels with BEGIN; what writes waits for its answer, and all behind it', async () => {
    const begin = Promise.withResolvers<unknown>();
    const { sent, client } = connect(begin.promise);
    const asked = askInOrder(client);
    const answers = [look('find'), write('insert'), look('find again')].map((one) =>
      asked.query(one),
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toEqual(['BEGIN', 'find']);
    begin.resolve({});
    answers.push(begin.promise.then(() => asked.query(look('find last'))));
    await together(answers);
    expect(sent).toEqual(['BEGIN', 'find', 'insert', 'find again', 'find last']);
  });

  test('what waits for BEGIN when the transaction is over is not sent behind its end', async () => {
    const begin = Promise.withResolvers<unknown>();
    const { sent, client } = connect(begin.promise);
    const asked = askInOrder(client);
    const late = asked.query(write('insert'));
    asked.end();
    begin.resolve({});
    await expect(late).rejects.toThrow('the transaction of this statement is over');
    expect(sent).toEqual(['BEGIN']);
  });

  test('nothing is written where BEGIN failed, and nothing read is believed', async () => {
    const { sent, client } = connect(Promise.reject(new Error('cancelled')));
    const asked = askInOrder(client);
    const answers = [asked.query(look('find')), asked.query(write('insert'))];
    const settled = await Promise.allSettled([...answers, asked.begun]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(sent).toEqual(['BEGIN', 'find']);
  });
});
