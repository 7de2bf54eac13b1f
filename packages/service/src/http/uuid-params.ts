/** The schema of a path that names one thing, by its id: `uuidParams('changeId')` of `/v1/changes/:changeId`. */
export const uuidParams = (name: string) =>
  ({
    type: 'object',
    additionalProperties: false,
    required: [name],
    properties: { [name]: { type: 'string', format: 'uuid' } },
  }) as const;
