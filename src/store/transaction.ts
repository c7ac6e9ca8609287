/** The replies of a MULTI or a pipeline; throws the first error among them. */
export function repliesOf(results: readonly [Error | null, unknown][] | null): readonly unknown[] {
  if (results === null) throw new Error('a transaction without WATCH was aborted');
  return results.map(([error, reply]) => {
    if (error) throw error;
    return reply;
  });
}
