/** What is to be sent of a file's portions: no empty text, which would end an answer's stream. */
export async function* textsOf(
  portions: AsyncIterable<{ readonly text: string }>,
): AsyncGenerator<string> {
  for await (const { text } of portions) if (text !== '') yield text;
}
