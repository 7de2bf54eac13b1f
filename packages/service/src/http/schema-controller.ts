import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { FastifyServerOptions } from 'fastify';
import { createCompilers, type JsonSchema } from './validation.ts';

type SchemaController = NonNullable<FastifyServerOptions['schemaController']>;
type CompilersFactory = NonNullable<SchemaController['compilersFactory']>;
interface RoutePart {
  readonly schema: JsonSchema;
  readonly httpPart?: string;
}
type SharedSchemas = Readonly<Record<string, JsonSchema>>;

/** Hands fastify our compilers: strict validation of what comes in, plain JSON for what goes out. */
export function createSchemaController(checkAnswers: boolean): SchemaController {
  const factory = {
    buildValidator: (shared: SharedSchemas) => buildValidator(shared, checkAnswers),
    buildSerializer: checkAnswers ? buildCheckingSerializer : buildSerializer,
  };
  // fastify types these for its own AJV pool, which takes booleans as schemas; routes of ours are objects.
  return { compilersFactory: factory as unknown as CompilersFactory };
}

function buildValidator(
  shared: SharedSchemas,
  checksSchemas: boolean,
): (part: RoutePart) => ValidateFunction {
  const compilers = createCompilers(Object.values(shared), checksSchemas);
  return ({ schema, httpPart }) =>
    httpPart === 'body' ? compilers.body(schema) : compilers.text(schema);
}

/** Answers are written by JSON.stringify: they are our own, and a serialiser made from the schema would silently reshape them. */
function buildSerializer(): () => (answer: unknown) => string {
  return () => (answer) => JSON.stringify(answer);
}

function buildCheckingSerializer(
  shared: SharedSchemas,
): (part: RoutePart) => (answer: unknown) => string {
  const compilers = createCompilers(Object.values(shared));
  return ({ schema }) => {
    const validate = compilers.body(schema);
    return (answer) => {
      if (validate(answer)) return JSON.stringify(answer);
      throw new TypeError(`an answer breaks its schema at ${validate.errors?.[0]?.instancePath}`);
    };
  };
}
