import type { ReactElement } from 'react'
import { FormField } from '../../parts/form-field.tsx'

export interface Choice<Value extends string> {
  readonly value: Value
  readonly text: string
}

interface ChoiceFieldProps<Value extends string> {
  readonly label: string
  readonly choices: readonly Choice<Value>[]
  readonly chosen: Value
  readonly choose: (value: Value) => void
}

/** One of a few; none of them can be refused. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>): ReactElement {
  const { label, choices, chosen, choose } = props
  return (
    <FormField label={label} problem={null}>
      {(control) => (
        <select
          {...control}
          value={chosen}
          onChange={({ target }) => {
            const choice = choices.find(({ value }) => value === target.value)
            if (choice !== undefined) choose(choice.value)
          }}
        >
          {choices.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </FormField>
  )
}
