import type { JsonSchema } from '@told/service';
import type { FastifyBaseLogger, FastifyReply } from 'fastify';
import type { Calls } from '../back-ends/calls.ts';
import type { SignedIn } from './sign-in.ts';

/** Fields of a form, of a path or of a query: texts, of which a schema says more. */
export type Texts = Readonly<Record<string, string>>;

/** What a page shows; templates escape every part of it. */
export interface View {
  readonly title: string;
  /** Shown above the page; `href` leads to the field. */
  readonly errors?: readonly FormError[];
  readonly [name: string]: unknown;
}

export interface FormError {
  readonly text: string;
  readonly href: string;
}

/** What a page is asked. */
export interface Asked {
  readonly person: SignedIn;
  readonly params: Texts;
  readonly query: Texts;
  /** Why the person looks; empty where the page asks for no reason. */
  readonly reason: string;
  /** The services, as the person. */
  readonly call: Calls;
  readonly log: FastifyBaseLogger;
}

export interface AskedForm extends Asked {
  /** Without the token that proved the form to be ours. */
  readonly form: Texts;
}

/** Another page instead. */
export interface Elsewhere {
  readonly seeOther: string;
}

/** A form that is shown again, with what is wrong. */
export interface Refused {
  readonly status: 200 | 404 | 422;
  readonly view: View;
}

/** A file instead of a page. What fails while it is written cuts it short: what can fail at the first step is best done before. */
export interface Download {
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: AsyncIterable<string>;
}

interface Row {
  /** As a route has it: `/people/:subjectKey`. */
  readonly path: string;
  /** All are needed. Empty: anybody who is signed in. */
  readonly scopes: readonly string[];
  /** Whether the person has to say first why they look. */
  readonly needsReason?: boolean;
  readonly params?: JsonSchema;
}

export interface Page extends Row {
  /** Below src/. */
  readonly template: string;
  readonly querystring?: JsonSchema;
  read(asked: Asked, reply: FastifyReply): Promise<View | Elsewhere | Download>;
}

export interface Form extends Row {
  /** Below src/; for what is shown instead of going elsewhere. */
  readonly template: string;
  /** By name, each field's own rule. Every field is a text, and none is required here: the form says itself what is missing. */
  readonly fields: Readonly<Record<string, JsonSchema>>;
  submit(asked: AskedForm, reply: FastifyReply): Promise<Elsewhere | Refused>;
}
