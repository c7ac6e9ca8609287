import { z } from 'zod';
import { components } from './component.ts';
import { problem } from './problem.ts';
import type { Described } from './route.ts';

export const API_PREFIX = '/api/v1';

type Json = Record<string, unknown>;

const ERRORS: Readonly<Record<number, string>> = {
  400: 'The request has mistakes: each is named',
  401: 'There is no token, or it is none',
  403: 'The token may only read',
  404: 'There is no such thing',
  413: 'The body is too large',
  415: 'The body is not JSON',
  422: 'The wish cannot be: an address that is none, a time zone that is none',
  429: 'Too many requests from your network',
  503: 'The store cannot be used just now',
};

/** What is told of the API as a whole. */
export interface About {
  readonly version: string;
  /** Where the pages are: absolute, without a slash at its end. */
  readonly baseUrl: string;
}

/** The OpenAPI 3.1 document of some routes, made from the very schemas that validate them. */
export function openApiDocument(routes: readonly Described[], { version, baseUrl }: About): Json {
  const paths: Record<string, Json> = {};
  for (const one of routes) {
    const path = paths[one.path] ?? {};
    paths[one.path] = { ...path, [one.method.toLowerCase()]: operationOf(one) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Newswatch',
      version,
      summary: 'Watches, what was found, what was withheld, who was told',
      description:
        'Every answer is JSON. Errors are problem details (RFC 9457). Lists come in pages: go on with `next` as `cursor` until it is null; what is found meanwhile neither repeats nor hides an entry.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${baseUrl}${API_PREFIX}` }],
    security: [{ token: [] }],
    tags: [...new Set([...routes.map(({ tag }) => tag), 'webhooks'])].map((name) => ({ name })),
    paths,
    webhooks: { development: webhookOperation },
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A token of `newswatch token new`. The scope `read` reads; `operate` changes things and sees addresses.',
        },
      },
      schemas: componentSchemas(),
    },
  };
}

/** What a webhook is sent; docs/webhooks.md says how it is signed and tried. */
const webhookOperation = {
  post: {
    tags: ['webhooks'],
    operationId: 'receiveDevelopment',
    summary: 'A development that wakes, as webhooks are sent it',
    description: 'Signed as Standard Webhooks says, tried for two days, with one `webhook-id` at every try.',
    security: [],
    parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
      ...{ name, in: 'header', required: true, schema: { type: 'string' } },
    })),
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/WebhookMessage' } } },
    },
    responses: {
      '2XX': { description: 'Taken' },
      410: { description: 'No more: the channel is disabled' },
    },
  },
};

function componentSchemas(): Json {
  const { schemas } = z.toJSONSchema(components, {
    uri: (id) => `#/components/schemas/${id}`,
    // The document states the dialect once for all.
    override: ({ jsonSchema }) => {
      delete jsonSchema.$schema;
      delete jsonSchema.$id;
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _schema, $id: _id, ...schema }]) => [name, schema]),
  );
}

function operationOf(one: Described): Json {
  const { tag, summary, description, scope, body, method, path } = one;
  return {
    tags: [tag],
    operationId: operationId(method, path),
    summary,
    description: [description, scope ? `Needs the scope \`${scope}\`.` : 'Needs no token.']
      .filter(Boolean)
      .join(' '),
    ...(scope === null && { security: [] }),
    parameters: [...parametersOf(one.params, 'path'), ...parametersOf(one.query, 'query')],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: refTo(body) } } },
    }),
    responses: { ...answersOf(one), ...errorsOf(one) },
  };
}

/** `GET /watches/{watchId}/developments` → `getWatchesDevelopments`; ids are told apart by `One`. */
function operationId(method: string, path: string): string {
  const words = path
    .split('/')
    .filter(Boolean)
    .map((part) => (part.startsWith('{') ? 'One' : part))
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  return method.toLowerCase() + words.join('');
}

function parametersOf(schema: z.ZodObject, place: 'path' | 'query'): readonly Json[] {
  return Object.entries(schema.shape).map(([name, part]) => {
    const { description, $schema: _schema, ...plain } = z.toJSONSchema(part as z.ZodType, { io: 'input' });
    const named = components.get(part as z.ZodType) ?? components.get(innermost(part as z.ZodType));
    return {
      ...{ name, in: place },
      ...(place === 'path' && { required: true }),
      ...(description && { description }),
      schema: named ? { $ref: `#/components/schemas/${named.id}` } : plain,
    };
  });
}

function innermost(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
}

function answersOf({ answers }: Described): Json {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      if (answer === null) return [status, { description: 'Done' }];
      const content = Array.isArray(answer)
        ? Object.fromEntries(answer.map((type) => [type, { schema: { type: 'string' } }]))
        : { 'application/json': { schema: refTo(answer as z.ZodType) } };
      return [status, { description: status === '202' ? 'Taken in hand' : 'The answer', content }];
    }),
  );
}

function errorsOf({ params, body, scope }: Described): Json {
  const withIds = Object.keys(params.shape).length > 0 || body !== null;
  const statuses = [
    ...(scope === null ? [400] : [400, 401]),
    ...(scope === 'operate' ? [403] : []),
    ...(withIds ? [404] : []),
    ...(body ? [413, 415, 422] : []),
    ...[429, 503],
  ];
  const content = { 'application/problem+json': { schema: refTo(problem) } };
  return Object.fromEntries(statuses.map((status) => [status, { description: ERRORS[status], content }]));
}

function refTo(schema: z.ZodType): Json {
  const named = components.get(schema);
  if (!named) throw new TypeError('every answer and body of the API is a component');
  return { $ref: `#/components/schemas/${named.id}` };
}
