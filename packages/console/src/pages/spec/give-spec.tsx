import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SpecAnswer } from '@weir/schema/api'
import type { DragEvent, FormEvent, ReactElement } from 'react'
import { useId, useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { checkSpec, keepSpec } from '../../api/queries.ts'
import { counted, grouped } from '../../words/numbers.ts'
import { LevelMark } from './level-mark.tsx'
import { ProblemLines } from './spec-problems.tsx'

interface GiveSpecProps {
  readonly service: string
  /** Null where there is nothing to go back to. */
  readonly done: (() => void) | null
}

/** No document is larger; a file that is dropped by mistake is not read. */
const mostBytes = 4 * 1_048_576
const pasted = 'pasted.yaml'

/** Takes a document as a file or as text, says what comes of it, then keeps it. */
export function GiveSpec({ service, done }: GiveSpecProps): ReactElement {
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [file, setFile] = useState(pasted)
  const [refused, setRefused] = useState<string | null>(null)
  const checking = useMutation({ mutationFn: checkSpec })
  const keeping = useMutation({
    mutationFn: keepSpec,
    onSuccess: async () => {
      await client.invalidateQueries()
      done?.()
    },
  })
  const take = (next: string, name: string): void => {
    setText(next)
    setFile(name)
    setRefused(null)
    checking.reset()
    keeping.reset()
  }
  const read = async (given: File | undefined): Promise<void> => {
    if (given === undefined) return
    if (given.size > mostBytes) return setRefused(`${given.name} is larger than 4 MB.`)
    const content = await given.text()
    take(content, given.name)
    checking.mutate({ service, file: given.name, text: content })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const spec = { service, file, text }
    if (checking.data === undefined) checking.mutate(spec)
    else keeping.mutate(spec)
  }
  const error = keeping.error ?? checking.error
  return (
    <form className="pad stack" onSubmit={submit}>
      <Drop read={(given) => void read(given)} />
      <Text text={text} change={(next) => take(next, pasted)} isWrong={error !== null} />
      {refused !== null && (
        <p className="warn" role="alert">
          {refused}
        </p>
      )}
      {error !== null && <Refusal error={error} />}
      {checking.data !== undefined && <Outcome answer={checking.data} />}
      <div className="row">
        <button
          type="submit"
          className="btn pri"
          disabled={text.trim() === '' || checking.isPending || keeping.isPending}
        >
          {checking.data === undefined ? 'See what comes of it' : 'Keep it'}
        </button>
        {done !== null && (
          <button type="button" className="btn quiet" onClick={done}>
            Leave it as it is
          </button>
        )}
        {file !== pasted && <span className="small dim">{file}</span>}
      </div>
    </form>
  )
}

/** A place to drop a file on, and the same as a button. */
function Drop({ read }: { readonly read: (file: File | undefined) => void }): ReactElement {
  const id = useId()
  const [isOver, setOver] = useState(false)
  const over = (event: DragEvent): void => {
    event.preventDefault()
    setOver(true)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    read(event.dataTransfer.files[0])
  }
  return (
    <div
      className={isOver ? 'drop over' : 'drop'}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <label htmlFor={id}>
        <b>Drop a file here</b> or choose one
      </label>
      <input
        id={id}
        type="file"
        accept=".yaml,.yml,.json"
        onChange={({ target }) => {
          read(target.files?.[0])
          // The same file may be chosen again once it was mended.
          target.value = ''
        }}
      />
      <span className="small dim">
        OpenAPI 3.0 or 3.1, YAML or JSON, up to 1 MB. Nothing it refers to is fetched.
      </span>
    </div>
  )
}

interface TextProps {
  readonly text: string
  readonly change: (text: string) => void
  readonly isWrong: boolean
}

function Text({ text, change, isWrong }: TextProps): ReactElement {
  return (
    <label className="stack tight">
      <span className="lab">Or paste it</span>
      <span className="field tall">
        <textarea
          className="mono"
          rows={text === '' ? 5 : 12}
          value={text}
          onChange={({ target }) => change(target.value)}
          aria-invalid={isWrong}
          placeholder={'openapi: 3.1.0\ninfo:\n  title: …'}
          autoComplete="off"
          spellCheck={false}
        />
      </span>
    </label>
  )
}

function Refusal({ error }: { readonly error: Error }): ReactElement {
  const problems = error instanceof ApiError ? (error.problem?.problems ?? []) : []
  const lines = problems.flatMap(({ line, what }) => (line === undefined ? [] : [{ line, what }]))
  return (
    <div role="alert" className="stack tight">
      <p className="warn">
        {lines.length === 0 ? (problems[0]?.what ?? error.message) : 'The document cannot be read.'}
      </p>
      {lines.length > 0 && <ProblemLines problems={lines} />}
    </div>
  )
}

function Outcome({ answer }: { readonly answer: SpecAnswer }): ReactElement {
  const { title, version, operations, problems, rules } = answer
  return (
    <div className="stack tight" role="status">
      <p>
        <b>
          {title} {version}
        </b>
        , {counted(operations, 'operation')}.{' '}
        {rules.length === 0 ? 'What is known agrees with it.' : 'What is known differs from it:'}
      </p>
      <ul className="outcome">
        {rules.map(({ rule, level, title: words, count }) => (
          <li key={rule}>
            <LevelMark level={level} />
            <span>{words}</span>
            <span className="num">{grouped(count)}</span>
          </li>
        ))}
      </ul>
      {problems.length > 0 && (
        <>
          <p className="two">{counted(problems.length, 'place')} of it cannot be read:</p>
          <ProblemLines problems={problems} />
        </>
      )}
    </div>
  )
}
