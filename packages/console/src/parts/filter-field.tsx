import { Search, X } from 'lucide-react'
import type { ReactElement } from 'react'
import { useEffect, useState } from 'react'

interface FilterFieldProps {
  readonly value: string
  readonly placeholder: string
  /** Called when the typing rests. */
  readonly onChange: (value: string) => void
}

const restMs = 200

/** The filter of a page; `/` goes there. */
export function FilterField({ value, placeholder, onChange }: FilterFieldProps): ReactElement {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  // Back and forward change the value from outside.
  if (known !== value) {
    setKnown(value)
    setText(value)
  }
  useEffect(() => {
    if (text === value) return undefined
    const timer = setTimeout(() => onChange(text), restMs)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  return (
    <div className="field">
      <Search size={14} strokeWidth={1.4} aria-hidden="true" />
      <input
        data-filter
        type="text"
        value={text}
        placeholder={placeholder}
        aria-label={placeholder}
        spellCheck={false}
        autoComplete="off"
        maxLength={512}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => {
          if (key === 'Enter') onChange(text)
        }}
      />
      {text === '' ? (
        <kbd>/</kbd>
      ) : (
        <button
          type="button"
          className="clear"
          aria-label="Clear the filter"
          onClick={() => onChange('')}
        >
          <X size={14} strokeWidth={1.4} aria-hidden="true" />
        </button>
      )}
    </div>
  )
}
