import { Check, Copy } from 'lucide-react'
import type { ReactElement } from 'react'
import { useState } from 'react'

interface CopyProps {
  readonly text: string
  readonly label?: string
  readonly primary?: boolean
}

export function CopyButton({ text, label = 'Copy', primary = false }: CopyProps): ReactElement {
  const [done, setDone] = useState<'yes' | 'no' | null>(null)
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setDone('yes'),
      () => setDone('no'),
    )
  }
  return (
    <button type="button" className={primary ? 'btn pri' : 'btn s'} onClick={copy}>
      {done === 'yes' ? (
        <Check size={14} strokeWidth={1.6} aria-hidden="true" />
      ) : (
        <Copy size={14} strokeWidth={1.4} aria-hidden="true" />
      )}
      <span aria-live="polite">
        {done === 'yes' ? 'Copied' : done === 'no' ? 'Select and copy' : label}
      </span>
    </button>
  )
}
