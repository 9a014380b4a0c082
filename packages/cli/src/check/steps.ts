/** What one part of a check came to. */
export interface Step {
  readonly name: 'sensor' | 'request' | 'arrived' | 'headers' | 'body' | 'place' | 'door'
  /** `bad`: it does not work; `note`: it works, and there is something to know. */
  readonly level: 'ok' | 'note' | 'bad' | 'skipped'
  readonly text: string
}

export type Tell = (step: Step) => void
