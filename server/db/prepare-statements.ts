import type postgres from 'postgres';

/**
 * The driver as drizzle gets it. drizzle sends each statement unprepared, which has it described, parsed and planned anew every
 * time, over two round trips; here a connection keeps what it has prepared. (Statements without parameters stay as they are:
 * migrations are several in one.)
 */
export function prepareStatements<S extends postgres.Sql | postgres.TransactionSql>(sql: S): S {
  return new Proxy(sql, {
    get(target, name) {
      if (name === 'unsafe') {
        const unsafe: S['unsafe'] = (query, parameters = [], options = {}) =>
          target.unsafe(query, parameters, { ...options, prepare: parameters.length > 0 });
        return unsafe;
      }
      if (name === 'begin' && 'begin' in target)
        return (work: (tx: postgres.TransactionSql) => Promise<unknown>) =>
          target.begin((tx) => work(prepareStatements(tx)));
      return Reflect.get(target, name) as unknown;
    },
  });
}
