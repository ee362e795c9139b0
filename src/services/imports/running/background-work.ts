/** Background work, one piece at a time; if `most` is 0, none at all. */
export class BackgroundWork {
  readonly #most: number
  #outcome: Promise<{ error?: unknown }> = Promise.resolve({})

  constructor(most: number) {
    this.#most = most
  }

  /** Begins a piece when the previous one has ended. Rejects with the error of that one. */
  async start(work: () => Promise<void>): Promise<void> {
    await this.end()
    // Keeps an error until somebody asks for it, so that it is not an unhandled rejection.
    this.#outcome = work().then(
      () => ({}),
      (error: unknown) => ({ error }),
    )
    if (this.#most === 0) await this.end()
  }

  /** Resolves when no work is running. Rejects once with its error. */
  async end(): Promise<void> {
    const outcome = await this.#outcome
    this.#outcome = Promise.resolve({})
    if ('error' in outcome) throw outcome.error
  }
}
