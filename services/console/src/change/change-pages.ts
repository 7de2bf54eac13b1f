import { Problem } from '@told/service';
import type { FastifyInstance } from 'fastify';
import { addForm, addPage } from '../frame/add-page.ts';
import type { Asked, View } from '../frame/page.ts';
import { findFault } from '../home/reason-page.ts';
import { describeItem, readPage } from '../person/timeline.ts';
import { describeChain } from './describe-chain.ts';
import { describeValues, type Revealed } from './describe-values.ts';
import { type Decisions, listRecipients, type Why } from './why.ts';

const changeId = { type: 'string', format: 'uuid' } as const;
const OF_CHANGE = { type: 'object', properties: { changeId } } as const;
const OF_AGENCY = {
  type: 'object',
  properties: { changeId, agency: { type: 'string', pattern: '^[a-z][a-z0-9-]{1,39}$' } },
} as const;
const TEMPLATE = 'change/change.njk';
const SCOPES = ['audit:read', 'decisions:read'];
/** A change has a handful of entries for each agency. */
const ENTRIES_MAX = 200;

/** /changes/{changeId}: what was told, who was given it and why; the values after a reason. */
export function addChangePages(http: FastifyInstance): void {
  addPage(http, {
    path: '/changes/:changeId',
    scopes: SCOPES,
    needsReason: true,
    params: OF_CHANGE,
    template: TEMPLATE,
    read: showChange,
  });
  addForm(http, {
    path: '/changes/:changeId/reveal',
    scopes: [...SCOPES, 'audit:reveal'],
    needsReason: true,
    params: OF_CHANGE,
    template: TEMPLATE,
    fields: { why: { type: 'string' } },
    async submit({ form, ...asked }) {
      const why = (form['why'] ?? '').trim();
      const fault = findFault(why);
      if (fault !== undefined) {
        const errors = [{ text: fault, href: '#why' }];
        return { status: 422, view: { ...(await showChange(asked)), why, errors } };
      }
      const { changeId: id = '' } = asked.params;
      const body = { reason: why };
      const told = await asked.call.intake<Revealed>(`/v1/changes/${id}/reveal`, { body });
      return { status: 200, view: { ...(await showChange(asked)), values: describeValues(told) } };
    },
  });
  addPage(http, {
    path: '/changes/:changeId/agencies/:agency',
    scopes: ['audit:read', 'why:read'],
    needsReason: true,
    params: OF_AGENCY,
    template: 'change/chain.njk',
    async read({ params: { changeId: id = '', agency = '' }, reason, call }) {
      // First, since it records the look: what cannot be recorded is not shown.
      const query = { agency };
      const page = await readPage(call.audit, `changes/${id}`, { query, reason }, ENTRIES_MAX);
      const why = await call.gateway<Why>(`/v1/why/${id}/${agency}`);
      return {
        title: `Why ${agency}?`,
        ...{ changeId: id, agency, sentence: why.sentence, showsReason: true },
        chains: describeChain(why),
        items: page.items.map(describeItem),
      };
    },
  });
}

async function showChange({
  params: { changeId: id = '' },
  reason,
  call,
}: Omit<Asked, 'query'>): Promise<View> {
  const query = {};
  const page = await readPage(call.audit, `changes/${id}`, { query, reason }, ENTRIES_MAX);
  const decisions = await call.gateway<Decisions>(`/v1/decisions/${id}`).catch(whileUndecided);
  return {
    title: 'Change',
    changeId: id,
    showsReason: true,
    received: decisions?.received,
    recipients: listRecipients(decisions),
    items: page.items.map(describeItem),
  };
}

/** The ledger may know of a change before the gateway has decided about it. */
function whileUndecided(error: unknown): undefined {
  if (error instanceof Problem && error.code === 'change-unknown') return undefined;
  throw error;
}
