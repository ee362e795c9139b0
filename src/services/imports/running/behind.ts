/** Work that goes on while something else is done, one piece of it at a time; or not at all meanwhile, where `most` is 0. */
export class Behind {
  readonly #most: number
  #outcome: Promise<{ error?: unknown }> = Promise.resolve({})

  constructor(most: number) {
    this.#most = most
  }

  /** Begins a piece when the one before has ended. Rejects with the fault of that one. */
  async start(work: () => Promise<void>): Promise<void> {
    await this.end()
    // A fault waits here until somebody asks for it: nobody listens meanwhile.
    this.#outcome = work().then(
      () => ({}),
      (error: unknown) => ({ error }),
    )
    if (this.#most === 0) await this.end()
  }

  /** Resolves when nothing goes on any more. Rejects with the fault of what did, once. */
  async end(): Promise<void> {
    const outcome = await this.#outcome
    this.#outcome = Promise.resolve({})
    if ('error' in outcome) throw outcome.error
  }
}
