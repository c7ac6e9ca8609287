import { type Insert, type Markup, markup } from '../../model/markup.ts';
import { layout } from '../layout.ts';

interface Operation {
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description?: string;
  readonly schema: { readonly $ref?: string; readonly enum?: readonly string[] };
}
type Content = Readonly<Record<string, { readonly schema: object }>>;

/** What the page reads of the document it is made from. */
interface Document {
  readonly servers: readonly [{ readonly url: string }];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** The OpenAPI document, for people. */
export function docsPage(json: object, now: Date): Markup {
  const document = json as Document;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return layout({
    title: 'API',
    now,
    main: markup`<div class="sheet"><h1>API</h1>
<p class="standfirst">Everything on these pages, for programs. The same as an <a href="/api/v1/openapi.json">OpenAPI document</a>.</p>
<h2>To begin</h2>
<p>Make a token, and ask:</p>
<pre class="text">newswatch token new "my script"
curl -H "Authorization: Bearer nw_…" ${document.servers[0].url}/watches</pre>
<p>Lists come in pages: while <code>next</code> is not null, ask again with <code>cursor</code> set to it. Every error is a <a href="#Problem">Problem</a>: its <code>detail</code> says what is wrong and what to do.</p>
<h2>What it does</h2>
${operations.map(({ path, method, operation }) => operationMarkup(path, method, operation))}
<h2>What it speaks of</h2>
${Object.entries(document.components.schemas).map(schemaMarkup)}</div>`,
  });
}

function operationMarkup(path: string, method: string, operation: Operation): Markup {
  const { summary, description, parameters, requestBody, responses } = operation;
  const asked = parameters.filter((one) => one.in === 'query');
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  return markup`<section class="operation"><h3><code>${method.toUpperCase()} ${path}</code></h3>
<p>${summary}. ${withCode(description)}</p>
${asked.length > 0 && markup`<dl class="facts">${asked.map((one) => markup`<div><dt><code>${one.name}</code></dt><dd>${parameterWords(one)}</dd></div>`)}</dl>`}
${requestBody && markup`<p>Takes ${schemaLinks(requestBody.content)}.</p>`}
<p class="meta">Answers ${good.map(([status, { content }], at) => markup`${at > 0 && ', or '}${status}${content && markup`: ${schemaLinks(content)}`}`)}</p></section>
`;
}

function parameterWords({ description, schema }: Parameter): Insert {
  const name = schema.$ref?.split('/').at(-1);
  const values = schema.enum?.join(', ');
  return markup`${description && withCode(description)}${name && markup` <a href="#${name}">${name}</a>`}${values && `${description ? ': ' : ''}${values}`}`;
}

/** Words between backticks are code. */
function withCode(text: string): Insert {
  return text.split('`').map((part, at) => (at % 2 === 1 ? markup`<code>${part}</code>` : part));
}

function schemaLinks(content: Content): Insert {
  return Object.entries(content).map(([type, { schema }], at) => {
    const name = '$ref' in schema ? String(schema.$ref).split('/').at(-1) : undefined;
    return markup`${at > 0 && ', '}${name ? markup`<a href="#${name}">${name}</a>` : type}`;
  });
}

function schemaMarkup([name, schema]: readonly [string, object]): Markup {
  return markup`<details id="${name}"><summary>${name}</summary><pre class="text" tabindex="0" aria-label="${name}">${JSON.stringify(schema, null, 2)}</pre></details>
`;
}
