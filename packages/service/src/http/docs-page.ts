/** The parts of an OpenAPI document that the page shows. */
interface Api {
  readonly info: { readonly title: string; readonly description?: string };
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema?: unknown }>> };
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Answer {
  readonly description: string;
  readonly content?: Readonly<
    Record<
      string,
      { readonly schema?: unknown; readonly examples?: Readonly<Record<string, unknown>> }
    >
  >;
}

const STYLE =
  'body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}code,pre{font:.9rem monospace}h2 code{font-size:1.2rem}' +
  'pre{background:#f3f2f1;padding:1rem;overflow:auto}table{border-collapse:collapse}td,th{border:1px solid #b1b4b6;padding:.3rem .6rem;text-align:left;vertical-align:top}' +
  'h2{border-top:2px solid #0b0c0c;padding-top:1rem}';

/** Styles of the page itself and nothing else: no script, no foreign address. */
export const DOCS_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'";

/** A page to read an OpenAPI document by, plain HTML that works without script. */
export function renderDocsPage(document: unknown): string {
  const api = document as Api;
  const routes = Object.entries(api.paths ?? {})
    // What the service is for comes before what every service has.
    .toSorted(([one], [other]) => Number(isOperational(one)) - Number(isOperational(other)))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
    );
  const title = escapeHtml(api.info.title);
  return (
    `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${title}</title>` +
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body><main>` +
    `<h1>${title}</h1><p>${escapeHtml(api.info.description ?? '')}</p>` +
    '<p>For machines: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>' +
    `<nav aria-label="Routes"><ul>${routes.map(renderLink).join('')}</ul></nav>` +
    `${routes.map(renderOperation).join('')}</main></body></html>`
  );
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const isOperational = (path: string): boolean => !path.startsWith('/v1/');

const anchorOf = ({ method, path }: Route): string =>
  `${method}${path}`.replaceAll(/[^A-Za-z0-9]+/g, '-');

const renderLink = (route: Route): string =>
  `<li><a href="#${anchorOf(route)}"><code>${escapeHtml(`${route.method.toUpperCase()} ${route.path}`)}</code></a> ` +
  `${escapeHtml(route.operation.summary ?? '')}</li>`;

function renderOperation(route: Route): string {
  const { method, path, operation } = route;
  const scopes = (operation.security ?? []).flatMap((one) => Object.values(one).flat());
  return (
    `<section id="${anchorOf(route)}"><h2><code>${escapeHtml(`${method.toUpperCase()} ${path}`)}</code></h2>` +
    `<p>${escapeHtml(operation.summary ?? '')}</p>` +
    (operation.description === undefined ? '' : `<p>${escapeHtml(operation.description)}</p>`) +
    `<p>${scopes.length === 0 ? 'No token needed.' : `Scope <code>${escapeHtml(scopes.join(' '))}</code>`}</p>` +
    renderParameters(operation.parameters ?? []) +
    renderSchemas('Body', operation.requestBody?.content) +
    `<h3>Answers</h3><table><tr><th>Status</th><th>Meaning</th><th>Codes</th></tr>${Object.entries(
      operation.responses,
    )
      .map(([status, answer]) => renderAnswer(status, answer))
      .join('')}</table></section>`
  );
}

function renderParameters(parameters: NonNullable<Operation['parameters']>): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    (one) =>
      `<tr><td><code>${escapeHtml(one.name)}</code></td><td>${escapeHtml(one.in)}${one.required === true ? ', required' : ''}</td>` +
      `<td>${escapeHtml(one.description ?? '')}</td></tr>`,
  );
  return `<h3>Parameters</h3><table><tr><th>Name</th><th>Where</th><th>Meaning</th></tr>${rows.join('')}</table>`;
}

function renderSchemas(heading: string, content: Answer['content']): string {
  return Object.entries(content ?? {})
    .map(
      ([media, { schema }]) =>
        `<details><summary>${heading} (<code>${escapeHtml(media)}</code>)</summary><pre>${escapeHtml(JSON.stringify(schema, null, 2) ?? '')}</pre></details>`,
    )
    .join('');
}

function renderAnswer(status: string, { description, content }: Answer): string {
  const codes = Object.values(content ?? {}).flatMap(({ examples }) => Object.keys(examples ?? {}));
  const listed = codes.map((code) => `<code>${escapeHtml(code)}</code>`).join(' ');
  const schemas = status.startsWith('2') ? renderSchemas('Schema', content) : '';
  return `<tr><td>${escapeHtml(status)}</td><td>${escapeHtml(description)}${schemas}</td><td>${listed}</td></tr>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
