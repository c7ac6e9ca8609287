/**
 * Gives each worker at most one task, no task to two: as many pairs as can be, cheap pairs first, ties in the order
 * given. Cost by cost, augmenting paths (Kuhn) over the pairs up to that cost; a pair once in is only ever swapped,
 * never dropped.
 *
 * @param costs by worker, then task; null where the pair cannot be
 * @returns by worker, the index of its task or null
 */
export function assign(costs: readonly (readonly (number | null)[])[]): readonly (number | null)[] {
  const workerOf = new Map<number, number>();
  const assigned = new Set<number>();
  const levels = [...new Set(costs.flat().filter((cost) => cost !== null))].sort((a, b) => a - b);

  const place = (worker: number, level: number, tried: Set<number>): boolean => {
    const tasks = tasksUpTo(costs[worker] ?? [], level).filter((task) => !tried.has(task));
    const free = tasks.find((task) => !workerOf.has(task));
    const task = free ?? tasks.find((held) => makesWay(held, level, tried));
    if (task === undefined) return false;
    workerOf.set(task, worker);
    return true;
  };
  const makesWay = (task: number, level: number, tried: Set<number>): boolean => {
    if (tried.has(task)) return false;
    tried.add(task);
    const holder = workerOf.get(task);
    return holder !== undefined && place(holder, level, tried);
  };

  for (const level of levels) {
    for (const worker of costs.keys()) {
      if (!assigned.has(worker) && place(worker, level, new Set())) assigned.add(worker);
    }
  }
  const taskOf = new Map([...workerOf].map(([task, worker]) => [worker, task]));
  return costs.map((_, worker) => taskOf.get(worker) ?? null);
}

/** The tasks a worker may have at up to a cost, the cheapest first. */
function tasksUpTo(costs: readonly (number | null)[], level: number): readonly number[] {
  return costs
    .flatMap((cost, task) => (cost !== null && cost <= level ? [{ cost, task }] : []))
    .sort((a, b) => a.cost - b.cost || a.task - b.task)
    .map(({ task }) => task);
}
