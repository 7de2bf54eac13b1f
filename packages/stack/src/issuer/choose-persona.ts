import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Persona } from './personas.ts';
import { escapeHtml, type PlainPage, sendPlainPage } from './plain-page.ts';

export const CHOICE_PATH = '/interaction/';

export interface ChoicePorts {
  readonly provider: Pick<Provider, 'interactionDetails' | 'interactionFinished'>;
  readonly personas: readonly Persona[];
  /** Where whoever has chosen is sent back to. */
  readonly consoleOrigin: string;
}

const BODY_BYTES_MAX = 1_024;

/** The page on which a developer chooses as whom to sign in: no password, no script. */
export function createPersonaChoice(
  ports: ChoicePorts,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { provider, personas, consoleOrigin } = ports;
  return async (request, response) => {
    try {
      await provider.interactionDetails(request, response);
    } catch (error) {
      // No cookie, or one of a sign-in that is over.
      if ((error as Error).name !== 'SessionNotFound') throw error;
      return sendPlainPage(response, 400, EXPIRED);
    }
    if (request.method !== 'POST') {
      return sendPlainPage(response, 200, describeChoice(personas), consoleOrigin);
    }
    const chosen = new URLSearchParams(await readBody(request)).get('persona');
    const persona = personas.find(({ id }) => id === chosen);
    if (persona === undefined) return sendPlainPage(response, 400, NOBODY);
    const login = { accountId: persona.id };
    return provider.interactionFinished(
      request,
      response,
      { login },
      { mergeWithLastSubmission: false },
    );
  };
}

const describeChoice = (personas: readonly Persona[]): PlainPage => ({
  title: 'Choose who signs in',
  body: `<p>This is the development issuer. None of these people exist, and nobody is asked for a password.</p>
<form method="post"><ul>${personas
    .map(
      ({ id, name, role }) =>
        `<li><button name="persona" value="${escapeHtml(id)}">${escapeHtml(name)}</button><br>${escapeHtml(role)}</li>`,
    )
    .join('')}</ul></form>`,
});

const EXPIRED: PlainPage = {
  title: 'This sign-in is over',
  body: '<p>It was finished, or it took longer than ten minutes, or this browser keeps no cookies. Go back to the console and sign in there.</p>',
};
const NOBODY: PlainPage = {
  title: 'There is nobody of that name',
  body: '<p>Go back and choose one of the people listed.</p>',
};

/** What is longer than a choice is none. */
async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) {
    text += String(part);
    if (text.length > BODY_BYTES_MAX) return '';
  }
  return text;
}
