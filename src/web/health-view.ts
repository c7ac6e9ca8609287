import { type Insert, type Markup, markup } from '../model/markup.ts';
import { counted, number } from '../model/words.ts';
import type { Health } from './ports.ts';
import { clip } from './words.ts';

export function healthSection(health: Health): Markup {
  return markup`<section class="block" id="health" aria-labelledby="health-title">
<h2 id="health-title">Health</h2>
<dl class="facts">
<div><dt>Redis</dt><dd>${health.redis.ok ? 'well' : 'cannot be used'}${health.redis.detail && markup`: ${clip(health.redis.detail, 300)}`}</dd></div>
<div><dt>Workers</dt><dd>${workersInWords(health)}</dd></div>
</dl>
${health.queues.length > 0 && queueTable(health)}
</section>
`;
}

function workersInWords({ redis, workers }: Health): Insert {
  if (!redis.ok) return 'unknown while Redis cannot be used';
  return workers === 0 ? 'none is running' : `${counted(workers, 'worker')} running`;
}

function queueTable(health: Health): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Queues">
<table><caption>Jobs by queue</caption>
<thead><tr><th scope="col">Queue</th><th scope="col">Waiting</th><th scope="col">Active</th><th scope="col">Later</th><th scope="col">Failed</th></tr></thead>
<tbody>${health.queues.map(
    ({ queue, waiting, active, delayed, failed }) =>
      markup`<tr><th scope="row">${queue}</th><td>${number(waiting)}</td><td>${number(active)}</td><td>${number(delayed)}</td><td${failed > 0 && markup` class="trouble"`}>${number(failed)}</td></tr>
`,
  )}</tbody></table></div>`;
}
