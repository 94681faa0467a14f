import type { Queryable } from './connect.ts';

/**
 * A query that is built once for a pool (or a transaction) and then only executed: for those that nearly every request makes.
 * `build` ends in `.prepare(name)`, with `sql.placeholder` for what differs.
 */
export function prepared<T>(build: (db: Queryable) => T): (db: Queryable) => T {
  const built = new WeakMap<Queryable, T>();
  return (db) => {
    const known = built.get(db);
    if (known !== undefined) return known;
    const made = build(db);
    built.set(db, made);
    return made;
  };
}
