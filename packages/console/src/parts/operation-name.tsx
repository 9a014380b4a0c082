import type { ReactElement } from 'react'
import { templateParts } from '../words/names.ts'

interface OperationNameProps {
  readonly method: string
  readonly template: string | null
}

export function Template({ template }: { readonly template: string }): ReactElement {
  return (
    <>
      {templateParts(template).map(({ text, isParameter }, index) =>
        isParameter ? <em key={index}>{text}</em> : <span key={index}>{text}</span>,
      )}
    </>
  )
}

/** `GET /v1/cards/{cardId}`, parameters in the colour of water. */
export function OperationName({ method, template }: OperationNameProps): ReactElement {
  return (
    <span className="op">
      <span className="v">{method}</span>
      {template === null ? (
        <span className="dim">no known operation</span>
      ) : (
        <Template template={template} />
      )}
    </span>
  )
}
