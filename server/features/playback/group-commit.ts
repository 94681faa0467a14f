/**
 * Lets what many want at the same time be done in one transaction: while one runs, what comes gathers for the next. Nobody is
 * answered before theirs has committed; where it fails, all who are in it hear so.
 */
export class GroupCommit<In, Out> {
  readonly #work: (items: In[]) => Promise<Out[]>;
  readonly #most: number;
  #waiting: { item: In; done: PromiseWithResolvers<Out> }[] = [];
  #isRunning = false;

  /** `most`: how many are done together at most. */
  constructor(work: (items: In[]) => Promise<Out[]>, most: number) {
    this.#work = work;
    this.#most = most;
  }

  add(item: In): Promise<Out> {
    const done = Promise.withResolvers<Out>();
    this.#waiting.push({ item, done });
    if (!this.#isRunning) void this.#run();
    return done.promise;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#most);
      try {
        const results = await this.#work(group.map(({ item }) => item));
        for (const [i, { done }] of group.entries()) {
          const result = results[i];
          if (result === undefined) done.reject(new Error('GroupCommit: fewer results than items'));
          else done.resolve(result);
        }
      } catch (error) {
        for (const { done } of group) done.reject(error);
      }
    }
    this.#isRunning = false;
  }
}
