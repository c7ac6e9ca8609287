import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { METRIC_PREFIX, METRICS, type MetricDoc } from '../../src/model/metrics.ts';

const PROJECT = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(PROJECT, file), 'utf8');

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly annotations: object;
    }[];
  }[];
}
interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

const RULES = (parse(read('deploy/prometheus-alerts.yml')) as Rules).groups.flatMap(({ rules }) => rules);
const PANELS = (JSON.parse(read('deploy/grafana-dashboard.json')) as Dashboard).panels;
const EXPRESSIONS = [
  ...RULES.map(({ expr }) => expr),
  ...PANELS.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
];

/** Each metric an expression names, with the labels it asks for there. */
function used(expr: string): { name: string; labels: string[] }[] {
  return [...expr.matchAll(/newswatch_(\w+)(?:\{([^}]*)\})?/g)].map(([, name = '', matchers = '']) => ({
    name,
    labels: [...matchers.matchAll(/(\w+)\s*(?:=~|!=|!~|=)/g)].map(([, label = '']) => label),
  }));
}

function docOf(name: string): MetricDoc | undefined {
  const table: Readonly<Record<string, MetricDoc>> = METRICS;
  const histogram = /^(.*)_(?:bucket|sum|count)$/.exec(name)?.[1] ?? '';
  return table[histogram]?.type === 'histogram' ? table[histogram] : table[name];
}

describe('alert rules and dashboard', () => {
  test('name only metrics and labels that there are', () => {
    expect(EXPRESSIONS.length).toBeGreaterThan(20);
    const unknown = EXPRESSIONS.flatMap(used).filter(({ name, labels }) => {
      const doc = docOf(name);
      return !doc || labels.some((label) => label !== 'le' && !doc.labels.includes(label));
    });
    expect(unknown).toEqual([]);
  });

  test('group only by labels that the metric has', () => {
    for (const expr of EXPRESSIONS) {
      const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/));
      const known = used(expr).flatMap(({ name }) => docOf(name)?.labels ?? []);
      expect(
        grouped.filter((label) => label !== 'le' && !known.includes(label)),
        expr,
      ).toEqual([]);
    }
  });

  test('of the rules each says what to do, under a name of its own', () => {
    expect(new Set(RULES.map(({ alert }) => alert)).size).toBe(RULES.length);
    for (const { alert, annotations } of RULES) {
      expect(Object.keys(annotations), alert).toEqual(['summary', 'description']);
    }
  });

  test('of the dashboard show every metric there is', () => {
    const shown = new Set(
      PANELS.flatMap(({ targets }) => targets.flatMap(({ expr }) => used(expr))).map(({ name }) =>
        docOf(name),
      ),
    );
    const missing = Object.entries(METRICS).filter(([, doc]) => !shown.has(doc));
    expect(missing.map(([name]) => name)).toEqual([]);
  });
});

test('docs/metrics.md explains every metric and no other', () => {
  const text = read('docs/metrics.md');
  const rows = [...text.matchAll(/^\| `(\w+)` \| (counter|gauge|histogram) \|/gm)].map(([, name, type]) => [
    name,
    type,
  ]);
  expect(Object.fromEntries(rows)).toEqual(
    Object.fromEntries(Object.entries(METRICS).map(([name, { type }]) => [name, type])),
  );
  expect(text).toContain(`\`${METRIC_PREFIX}\``);
});
