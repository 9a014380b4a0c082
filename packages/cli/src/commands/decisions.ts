import { routes } from '@weir/schema/api'
import type { Command } from 'commander'
import { exitCode, usageError } from '../exit.ts'
import { decisionListText, decisionMadeText } from '../output/decisions-text.ts'
import { paperFor } from '../output/text.ts'
import { apiClient, type RunningFlags } from '../running/api-client.ts'
import { withRunning } from '../running/running-options.ts'
import { seconds } from '../running/seconds.ts'

interface ListFlags extends RunningFlags {
  readonly service?: string
  readonly json?: boolean
}

interface SubjectFlags {
  readonly finding?: string
  readonly ip?: string
  readonly credential?: string
  readonly session?: string
  readonly principal?: string
  readonly issuer?: string
  readonly everybody?: boolean
}

interface MakeFlags extends RunningFlags, SubjectFlags {
  readonly service?: string
  readonly method?: string
  readonly template?: string
  readonly outside?: boolean
  readonly ttl: string
  readonly reason?: string
  readonly enforce?: boolean
  readonly json?: boolean
  readonly status?: string
  readonly calls?: string
  readonly per?: string
  readonly acr?: string
  readonly maxAge?: string
  readonly tag?: string
  readonly bodyBytes?: string
  readonly field?: readonly string[]
}

/** Adds `weir decisions`: what doors are told to do. */
export function addDecisionsCommand(program: Command, done: (code: number) => void): void {
  const decisions = program
    .command('decisions')
    .description('Tell the doors of a running Weir what to do about somebody.')
    .addHelpText('after', help)
  for (const [kind, description, own] of making) {
    const command = withSubject(withRunning(decisions.command(kind).description(description)))
    for (const [flag, about] of own) command.option(flag, about)
    command.action(async (flags: MakeFlags) => done(await make(kind, flags)))
  }
  withRunning(
    decisions.command('list').description('Decisions in force, and what each has touched.'),
  )
    .option('--service <NAME>', 'only at this service')
    .option('--json', 'print JSON')
    .action(async (flags: ListFlags) => done(await list(flags)))
  withRunning(decisions.command('undo').description('Take a decision back, at every door.'))
    .argument('<ID>', 'as `weir decisions list` shows it')
    .action(async (id: string, flags: RunningFlags) => done(await undo(id, flags)))
}

type Kind = 'deny' | 'throttle' | 'challenge' | 'redact' | 'tag' | 'capture' | 'log' | 'allow'

const making: readonly (readonly [Kind, string, readonly (readonly [string, string])[]])[] = [
  ['deny', 'Refuse.', [['--status <CODE>', 'answer with it (403)']]],
  [
    'throttle',
    'Let so many calls of one client pass, and refuse the others with 429.',
    [
      ['--calls <N>', 'calls that pass (10)'],
      ['--per <TIME>', 'in so much time, such as 30s, 1m or 1h (1m)'],
    ],
  ],
  [
    'challenge',
    'Ask for a better or a newer sign-in (RFC 9470).',
    [
      ['--acr <VALUES>', 'authentication contexts that will do'],
      ['--max-age <TIME>', 'oldest sign-in that will do'],
    ],
  ],
  [
    'redact',
    'Replace values of responses, by their paths in the JSON body.',
    [['--field <PATHS...>', 'such as items[].card.number; everything below a path, too']],
  ],
  ['tag', 'Pass requests on with the header weir-tag.', [['--tag <NAME>', 'its value (weir)']]],
  [
    'capture',
    'Have sensors keep whole bodies, and every such call, for a while; needs --enforce.',
    [['--body-bytes <N>', 'kept of each body (1048576, which is the most)']],
  ],
  ['log', 'Count requests, nothing else.', []],
  ['allow', 'Make an exception: no other decision touches them.', []],
]

function withSubject(command: Command): Command {
  return command
    .option('--finding <ID>', 'whoever raised this finding')
    .option('--ip <RANGE>', 'an address, or a range such as 203.0.113.0/24')
    .option('--credential <HASH>', 'a credential, by the hash the console shows')
    .option('--session <HASH>', 'a session, by its hash')
    .option('--principal <NAME>', 'every token with this subject, every Basic sign-in of this user')
    .option('--issuer <URL>', 'who issued those tokens')
    .option('--everybody', 'all callers of the service that is named')
    .option('--service <NAME>', 'at this service only')
    .option('--method <METHOD>', 'by this method only')
    .option('--template <TEMPLATE>', 'at paths such as /customers/{customerId} only')
    .option('--outside', 'only for clients whose address is not ours')
    .option('--ttl <TIME>', 'how long it holds, 30d at most', '1h')
    .option('--reason <TEXT>', 'why, for those who come after')
    .option('--enforce', 'touch requests; without it doors only count whom they would touch')
    .option('--json', 'print JSON')
}

async function make(kind: Kind, flags: MakeFlags): Promise<number> {
  const { service = null, method, template = null, reason = '' } = flags
  const answer = await apiClient(flags).ask(routes.createDecision, {
    body: {
      subject: subjectFrom(flags),
      match: {
        service,
        method: method?.toUpperCase() ?? null,
        template,
        from: flags.outside === true ? 'outside' : null,
      },
      action: actions[kind](flags),
      mode: flags.enforce === true ? 'enforce' : 'simulate',
      ttl_s: seconds('--ttl', flags.ttl),
      reason,
    },
  })
  process.stdout.write(
    flags.json === true ? `${JSON.stringify(answer)}\n` : decisionMadeText(answer),
  )
  return exitCode.done
}

function subjectFrom(flags: SubjectFlags): object {
  const { finding, ip, credential, session, principal, issuer = null, everybody } = flags
  const named = [
    ...(finding === undefined ? [] : [{ kind: 'finding', id: finding }]),
    ...(ip === undefined ? [] : [{ kind: 'ip', range: ip }]),
    ...(credential === undefined ? [] : [{ kind: 'credential', hash: credential }]),
    ...(session === undefined ? [] : [{ kind: 'session', hash: session }]),
    ...(principal === undefined ? [] : [{ kind: 'principal', name: principal, issuer }]),
    ...(everybody === true ? [{ kind: 'any' }] : []),
  ]
  const [subject, second] = named
  if (subject !== undefined && second === undefined) return subject
  throw usageError(
    'say whom it is about, once: --finding, --ip, --credential, --session, --principal or --everybody',
  )
}

const actions: Readonly<Record<Kind, (flags: MakeFlags) => object>> = {
  deny: ({ status = '403' }) => ({ kind: 'deny', status: Number(status) }),
  throttle: ({ calls = '10', per = '1m' }) => ({
    kind: 'throttle',
    calls: Number(calls),
    per_s: seconds('--per', per),
  }),
  challenge: ({ acr = null, maxAge }) => ({
    kind: 'challenge',
    acr_values: acr,
    max_age: maxAge === undefined ? null : seconds('--max-age', maxAge),
  }),
  redact: ({ field = [] }) => ({ kind: 'redact', fields: field }),
  tag: ({ tag = 'weir' }) => ({ kind: 'tag', name: tag }),
  capture: ({ bodyBytes = '1048576' }) => ({ kind: 'capture', body_bytes: Number(bodyBytes) }),
  log: () => ({ kind: 'log' }),
  allow: () => ({ kind: 'allow' }),
}

async function list(flags: ListFlags): Promise<number> {
  const query = flags.service === undefined ? {} : { service: flags.service }
  const found = await apiClient(flags).ask(routes.listDecisions, { query })
  const text = flags.json === true ? `${JSON.stringify(found)}\n` : null
  process.stdout.write(text ?? decisionListText(found.items, Date.now(), paperFor(process.stdout)))
  return exitCode.done
}

async function undo(id: string, flags: RunningFlags): Promise<number> {
  await apiClient(flags).ask(routes.undoDecision, { params: { decision_id: id } })
  process.stdout.write(`${id} is taken back.\n`)
  return exitCode.done
}

const help = `
Examples:
  weir decisions deny --finding 9gq1.kq0… --ttl 4h --enforce
  weir decisions deny --ip 203.0.113.0/24 --service shop.example
  weir decisions throttle --everybody --service shop.example --template /v1/login --calls 5 --per 1m
  weir decisions challenge --principal alice --issuer https://id.example --max-age 0s --enforce
  weir decisions capture --everybody --service shop --template /v1/orders/{orderId} --ttl 10m --enforce
  weir decisions redact --everybody --service shop --field items[].card customer.iban --ttl 4h --enforce
  weir decisions list
  weir decisions undo kq0…

Exit codes: 0 done, 2 wrong input or usage, 3 environment, 70 a bug in Weir.`
