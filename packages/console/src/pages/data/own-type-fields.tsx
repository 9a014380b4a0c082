import type { NewOwnType } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { FormField } from '../../parts/form-field.tsx'
import { type Choice, ChoiceField } from './choice-field.tsx'
import type { OwnTypeDraft } from './own-type-draft.ts'

interface OwnTypeFieldsProps {
  readonly draft: OwnTypeDraft
  /** Its id names it: it is kept. */
  readonly isKnown: boolean
  readonly beside: ReadonlyMap<string, string>
  readonly change: (part: Partial<OwnTypeDraft>) => void
}

type TextName = 'id' | 'summary' | 'jurisdiction' | 'pattern' | 'keys'

interface TextFieldProps extends OwnTypeFieldsProps {
  readonly name: TextName
  readonly label: string
  readonly hint?: string
  readonly mono?: boolean
  readonly most: number
}

function TextField(props: TextFieldProps): ReactElement {
  const { name, label, hint, mono = false, most, draft, beside, change } = props
  return (
    <FormField
      label={label}
      {...(hint === undefined ? {} : { hint })}
      problem={beside.get(name) ?? null}
    >
      {(control) => (
        <input
          {...control}
          className={mono ? 'mono' : undefined}
          value={draft[name]}
          readOnly={name === 'id' && props.isKnown}
          maxLength={most}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => change({ [name]: target.value })}
        />
      )}
    </FormField>
  )
}

interface LinesFieldProps extends OwnTypeFieldsProps {
  readonly name: 'examples' | 'counterexamples'
  readonly label: string
  readonly hint: string
}

function LinesField({ name, label, hint, draft, beside, change }: LinesFieldProps): ReactElement {
  return (
    <FormField label={label} hint={hint} problem={beside.get(name) ?? null} tall>
      {(control) => (
        <textarea
          {...control}
          className="mono"
          rows={3}
          value={draft[name]}
          maxLength={4_100}
          spellCheck={false}
          onChange={({ target }) => change({ [name]: target.value })}
        />
      )}
    </FormField>
  )
}

const categories: readonly Choice<NewOwnType['category']>[] = [
  { value: 'PII', text: 'PII: of a person' },
  { value: 'PCI', text: 'PCI: of a payment card' },
  { value: 'PHI', text: 'PHI: of somebody’s health' },
  { value: 'FIN', text: 'FIN: of money' },
  { value: 'GEO', text: 'GEO: of a place' },
  { value: 'SECRET', text: 'SECRET: opens something' },
  { value: 'TECH', text: 'TECH: of machines' },
]

const sensitivities: readonly Choice<NewOwnType['sensitivity']>[] = [
  { value: 'low', text: 'low' },
  { value: 'medium', text: 'medium' },
  { value: 'high', text: 'high' },
  { value: 'critical', text: 'critical' },
]

const validators: readonly Choice<NonNullable<NewOwnType['validator']> | 'none'>[] = [
  { value: 'none', text: 'no check digits' },
  { value: 'luhn', text: 'Luhn' },
  { value: 'verhoeff', text: 'Verhoeff' },
  { value: 'mod97', text: 'mod 97' },
  { value: 'mod11-2', text: 'mod 11-2' },
]

/** Everything a definition says, in the order in which one thinks of it. */
export function OwnTypeFields(props: OwnTypeFieldsProps): ReactElement {
  const { draft, change } = props
  return (
    <>
      <div className="pairs">
        <TextField
          {...props}
          name="id"
          label="Id"
          hint={props.isKnown ? 'Stays as it is' : 'X_ and capitals'}
          mono
          most={64}
        />
        <TextField {...props} name="summary" label="What it is" most={200} />
      </div>
      <TextField
        {...props}
        name="pattern"
        label="Pattern"
        hint="RE2: no look-around, no references back. Empty where names alone tell."
        mono
        most={500}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={draft.inText}
          onChange={({ target }) => change({ inText: target.checked })}
        />
        Also inside longer texts, at ends of words
      </label>
      <TextField
        {...props}
        name="keys"
        label="Names of fields that tell of it"
        hint="With commas between them: badge, staff number"
        most={2_100}
      />
      <Weight {...props} />
      <div className="pairs">
        <LinesField
          {...props}
          name="examples"
          label="Examples, one a line"
          hint="Invented values that must be of this type"
        />
        <LinesField
          {...props}
          name="counterexamples"
          label="Counterexamples, one a line"
          hint="Values that must not be"
        />
      </div>
    </>
  )
}

function Weight(props: OwnTypeFieldsProps): ReactElement {
  const { draft, change } = props
  return (
    <div className="pairs four">
      <ChoiceField
        label="Category"
        choices={categories}
        chosen={draft.category}
        choose={(category) => change({ category })}
      />
      <ChoiceField
        label="Sensitivity"
        choices={sensitivities}
        chosen={draft.sensitivity}
        choose={(sensitivity) => change({ sensitivity })}
      />
      <ChoiceField
        label="Check digits"
        choices={validators}
        chosen={draft.validator ?? 'none'}
        choose={(validator) => change({ validator: validator === 'none' ? null : validator })}
      />
      <TextField {...props} name="jurisdiction" label="Country, such as DE" mono most={2} />
    </div>
  )
}
