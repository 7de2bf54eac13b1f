import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FieldError, FieldErrorCode } from './field-errors.ts';
import { escapePointer } from './parse-json.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Strict, every error at once, and the value is left as it came: nothing coerced, defaulted or removed. Patterns run with the `u` flag. */
const OPTIONS: Options = {
  strict: true,
  allErrors: true,
  allowUnionTypes: true,
  coerceTypes: false,
  useDefaults: false,
  removeAdditional: false,
  unicodeRegExp: true,
  // Compiling the meta-schema took 200 ms of every start; strict mode and the tests find a schema that is wrong.
  meta: false,
  validateSchema: false,
};
const CHECKS_SCHEMAS: Options = { meta: true, validateSchema: true };
/** Words that our schemas carry for people and generators, not for validation. */
const ANNOTATIONS = ['unit', 'source', 'example', 'values'];
const ERRORS_MAX = 50;
const POINTER_LENGTH_MAX = 200;
const NAMED_VALUES_MAX = 20;

/** Compilers of one server: for bodies, where types are JSON's own, and for query, path and headers, whose texts are read as the type asked for. */
export function createCompilers(
  shared: readonly JsonSchema[],
  checksSchemas = false,
): {
  readonly body: (schema: JsonSchema) => ValidateFunction;
  readonly text: (schema: JsonSchema) => ValidateFunction;
} {
  const more = checksSchemas ? CHECKS_SCHEMAS : {};
  const body = createAjv(more, shared);
  const text = createAjv({ ...more, coerceTypes: true }, shared);
  return { body: (schema) => body.compile(schema), text: (schema) => text.compile(schema) };
}

/** A validator outside a route, for a line of NDJSON or a record: gives the field errors, none when the value is valid. */
export function createValidator(schema: JsonSchema): (value: unknown) => readonly FieldError[] {
  const validate = createAjv({}, []).compile(schema);
  return (value) => (validate(value) ? [] : describeErrors(validate.errors ?? []));
}

function createAjv(options: Options, shared: readonly JsonSchema[]): Ajv2020 {
  const ajv = new Ajv2020({ ...OPTIONS, ...options });
  addFormats.default(ajv, ['date', 'date-time', 'uri']);
  // Stored lower-case; ajv-formats would take capitals and a urn: prefix too.
  ajv.addFormat('uuid', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  ajv.addVocabulary(ANNOTATIONS);
  for (const schema of shared) ajv.addSchema(schema);
  return ajv;
}

const CODES: Readonly<Record<string, FieldErrorCode>> = {
  required: 'required',
  dependentRequired: 'required',
  additionalProperties: 'unknown-field',
  unevaluatedProperties: 'unknown-field',
  propertyNames: 'unknown-field',
  enum: 'not-in-list',
  const: 'not-in-list',
  type: 'type',
  pattern: 'pattern',
  minLength: 'too-short',
  maxLength: 'too-long',
  minItems: 'too-few',
  minProperties: 'too-few',
  maxItems: 'too-many',
  maxProperties: 'too-many',
  uniqueItems: 'repeated',
  minimum: 'too-small',
  exclusiveMinimum: 'too-small',
  maximum: 'too-large',
  exclusiveMaximum: 'too-large',
  multipleOf: 'multiple',
};
const FORMATS: Readonly<Record<string, FieldErrorCode>> = {
  date: 'date',
  'date-time': 'date-time',
  uuid: 'uuid',
};

/** AJV's errors in our codes: one per fault, pointers below `prefix`, each detail naming the rule from the schema and never the value. */
export function describeErrors(errors: readonly ErrorObject[], prefix = ''): readonly FieldError[] {
  return errors
    .filter((error) => !repeatsAnother(error, errors))
    .slice(0, ERRORS_MAX)
    .map((error) => ({
      pointer: `${prefix}${pointerOf(error)}`.slice(0, POINTER_LENGTH_MAX),
      code: codeOf(error),
      detail: ruleOf(error),
    }));
}

function codeOf({ keyword, params }: ErrorObject): FieldErrorCode {
  if (keyword === 'format') return FORMATS[String(params['format'])] ?? 'format';
  return CODES[keyword] ?? 'shape';
}

/** A date that breaks both its format and its pattern is one fault; so is a nullable field whose value fits neither branch. */
function repeatsAnother(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  const here = error.instancePath;
  if (error.keyword === 'pattern') {
    return errors.some((other) => other.keyword === 'format' && other.instancePath === here);
  }
  if (error.keyword === 'anyOf' || error.keyword === 'oneOf') {
    const branches = `${error.schemaPath}/`;
    return errors.some((other) => other.schemaPath.startsWith(branches) && !wantsNull(other));
  }
  if (wantsNull(error)) {
    const branches = error.schemaPath.replace(/\/\d+\/type$/, '/');
    return errors.some(
      (other) => other !== error && other.schemaPath.startsWith(branches) && !wantsNull(other),
    );
  }
  return error.keyword === 'if';
}

function wantsNull({ keyword, params }: ErrorObject): boolean {
  return keyword === 'type' && params['type'] === 'null';
}

function pointerOf({ keyword, instancePath, params }: ErrorObject): string {
  const named =
    keyword === 'required' || keyword === 'dependentRequired'
      ? params['missingProperty']
      : (params['additionalProperty'] ?? params['unevaluatedProperty'] ?? params['propertyName']);
  return typeof named === 'string' ? `${instancePath}/${escapePointer(named)}` : instancePath;
}

function ruleOf({ keyword, params }: ErrorObject): string {
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
      return 'must be present';
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'propertyNames':
      return 'is not a field of this request';
    case 'enum':
      return `must be one of ${listOf(params['allowedValues'])}`;
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}`;
    case 'type':
      return `must be ${listOf(params['type'])}`;
    case 'pattern':
      return `must have the form ${params['pattern']}`;
    case 'format':
      return `must be ${FORMAT_RULES[String(params['format'])] ?? `a ${params['format']}`}`;
    case 'multipleOf':
      return `must be a multiple of ${params['multipleOf']}`;
    case 'uniqueItems':
      return 'must not name an item twice';
    default:
      return typeof params['limit'] === 'number'
        ? `must be ${params['comparison'] ?? BOUNDS[keyword] ?? 'within'} ${params['limit']}`
        : 'must have one of the shapes allowed here';
  }
}

const FORMAT_RULES: Readonly<Record<string, string>> = {
  date: 'a date that exists, as YYYY-MM-DD',
  'date-time': 'an instant with its offset (RFC 3339)',
  uuid: 'a UUID in lower case',
  uri: 'an address (RFC 3986)',
};
const BOUNDS: Readonly<Record<string, string>> = {
  minLength: 'at least this many characters long:',
  maxLength: 'at most this many characters long:',
  minItems: 'a list of at least this many items:',
  maxItems: 'a list of at most this many items:',
  minProperties: 'an object with at least this many fields:',
  maxProperties: 'an object with at most this many fields:',
};

function listOf(values: unknown): string {
  const all = Array.isArray(values) ? values : [values];
  const named = all.slice(0, NAMED_VALUES_MAX).map((value) => value ?? 'null');
  return `${named.join(', ')}${all.length > NAMED_VALUES_MAX ? ' …' : ''}`;
}
