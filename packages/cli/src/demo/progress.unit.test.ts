import { describe, expect, test } from '@jest/globals';
import { createPrinter, type Printer } from '../print.ts';
import { createProgress } from './progress.ts';

function printTo(columns?: number): { readonly printer: Printer; readonly err: string[] } {
  const err: string[] = [];
  const printer = createPrinter({
    ...{ json: true, colour: false, out: () => undefined },
    err: (text) => void err.push(text),
    ...(columns !== undefined && { columns: () => columns }),
  });
  return { printer, err };
}

describe('progress', () => {
  test('is a line at each tenth where nothing can be drawn', () => {
    const { printer, err } = printTo();
    const progress = createProgress(printer, 'changes told', () => 1_000);
    for (const done of [50, 100, 150, 199, 200, 1_000]) progress.update(done, 'told 5/s');
    progress.end();
    expect(err).toEqual([
      '        100 of 1,000 changes told · told 5/s\n',
      '        200 of 1,000 changes told · told 5/s\n',
      '      1,000 of 1,000 changes told · told 5/s\n',
    ]);
  });

  test('is one bar on a terminal, drawn as often as an eye follows, and a last line', () => {
    const { printer, err } = printTo(60);
    let nowMs = 0;
    const progress = createProgress(
      printer,
      'told',
      () => 100,
      () => nowMs,
    );
    progress.update(25);
    progress.update(26);
    nowMs = 200;
    progress.update(50);
    progress.update(100);
    progress.end();
    const clear = '\r\u001b[K';
    expect(err).toEqual([
      `${clear}  ████░░░░░░░░░░░░  25 %       25 of 100 told`,
      `${clear}  ████████░░░░░░░░  50 %       50 of 100 told`,
      `${clear}  ████████████████ 100 %      100 of 100 told`,
      clear,
      '        100 of 100 told\n',
    ]);
  });

  test('of nothing is done', () => {
    const { printer, err } = printTo();
    createProgress(printer, 'told', () => 0).update(0);
    expect(err).toEqual(['          0 of 0 told\n']);
  });
});
