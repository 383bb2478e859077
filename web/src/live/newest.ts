// One question at a time, and then only the newest that was wanted meanwhile: a hand that drags asks faster than
// anybody answers.

export class Newest<T> {
  readonly #ask: (wanted: T) => Promise<void>;
  #wanted: { readonly value: T } | null = null;
  #isAsking = false;

  constructor(ask: (wanted: T) => Promise<void>) {
    this.#ask = ask;
  }

  want(value: T): void {
    this.#wanted = { value };
    if (!this.#isAsking) void this.#run();
  }

  /** What was wanted and not yet asked is not asked any more. */
  forget(): void {
    this.#wanted = null;
  }

  async #run(): Promise<void> {
    this.#isAsking = true;
    try {
      while (this.#wanted !== null) {
        const { value } = this.#wanted;
        this.#wanted = null;
        await this.#ask(value);
      }
    } finally {
      this.#isAsking = false;
    }
  }
}
