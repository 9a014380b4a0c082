import { jsonContent, textContent } from '../content.ts'
import { hourMs, isoDate, isoSeconds, minuteMs, secondMs } from '../time.ts'
import { problem } from './passed.ts'
import {
  accounts,
  edge,
  loadBalancer,
  partnerAddress,
  payments,
  scanners,
  services,
} from './network.ts'
import { amount, sortableId } from './records.ts'
import {
  callHost,
  newTrace,
  pause,
  record,
  type Step,
  tenths,
  throughEdge,
  type Visit,
} from './visit.ts'

const dayMs = 24 * hourMs

/** The load balancer looks after the edge and each service every ten minutes. */
export function healthChecks(visit: Visit): void {
  const ends = [edge, ...services]
  for (
    let ts = visit.bank.start + 7 * secondMs;
    ts < visit.bank.start + dayMs;
    ts += 10 * minuteMs
  ) {
    for (const { host, ip, port, service } of ends) {
      record(visit, {
        ts: tenths(ts + visit.random.unit() * 900),
        durationMs: tenths(1 + visit.random.wait(1)),
        sensor: service === edge.service ? 'edge-nginx' : 'mesh',
        vantage: service === edge.service ? 'gateway' : 'server',
        src: loadBalancer,
        dst: { host, ip, port, service },
        req: { url: '/health', headers: { host, 'user-agent': 'lb-health/1.0' } },
        res: {
          content: jsonContent({
            status: 'ok',
            uptime_s: Math.floor((ts - visit.bank.start) / 1_000) + 86_400,
          }),
        },
      })
    }
  }
}

/** Every hour the accounts service settles what was booked. */
export function settlements(visit: Visit): void {
  for (let hour = 0; hour < 24; hour += 1) {
    const ts = visit.bank.start + hour * hourMs + 12 * minuteMs + visit.random.int(0, 40) * secondMs
    const batch = sortableId(visit.random, 'stl', ts)
    const count = visit.random.int(4, 60)
    const content = jsonContent({
      batch,
      date: isoDate(ts),
      count,
      total: amount(visit.random, 9_000),
    })
    const reply = {
      status: 202,
      content: jsonContent({ batch, status: 'queued', queued_at: isoSeconds(ts) }),
    }
    const trace = newTrace(visit.random)
    const call = {
      from: accounts,
      to: payments,
      method: 'POST',
      url: '/v1/settlements',
      content,
      reply,
    }
    callHost(visit, call, { ts, durationMs: 8 + visit.random.wait(20), trace })
  }
}

/** A payroll company with an API key: balances in office hours, a batch of payments now and then. */
export function partnerDay(visit: Visit): void {
  const { bank, random } = visit
  const client = {
    address: partnerAddress,
    userAgent: 'PayrollConnect/4.2 (java/21)',
    headers: { 'x-api-key': bank.partnerKey },
  }
  visit.now = bank.start + 7 * hourMs + random.int(0, 30) * minuteMs
  while (visit.now < bank.start + 19 * hourMs) {
    throughEdge(visit, client, random.chance(0.8) ? balance(visit) : paymentBatch(visit))
    pause(visit, 5 * minuteMs)
  }
}

/** The balance of an account as partners and services see it. */
export function balanceRecord(
  { random, now }: Pick<Visit, 'random' | 'now'>,
  iban: string,
  currency: string,
): Readonly<Record<string, unknown>> {
  return { iban, available: amount(random, 3_000), currency, as_of: isoSeconds(now) }
}

export function balance(visit: Visit): Step {
  const [account] = visit.random.pick(visit.bank.customers).accounts
  const iban = account?.iban ?? ''
  const content = jsonContent(balanceRecord(visit, iban, account?.currency ?? 'USD'))
  return {
    method: 'GET',
    url: `/partner/v1/accounts/${iban}/balance`,
    reply: { content },
    behind: [{ to: accounts, method: 'GET', url: `/v1/balances/${iban}`, reply: { content } }],
  }
}

export function paymentBatch(visit: Visit): Step {
  const { bank, random, now } = visit
  const orders = Array.from({ length: random.int(2, 6) }, () => {
    const payee = random.pick(bank.customers)
    const iban = payee.accounts[0]?.iban ?? ''
    const name = `${payee.person.givenName} ${payee.person.familyName}`
    return {
      creditor: { name, iban },
      amount: amount(random, 1_900),
      currency: 'USD',
      reference: 'salary',
    }
  })
  const accepted = orders.map(() => ({ id: sortableId(random, 'pay', now), status: 'accepted' }))
  return {
    method: 'POST',
    url: '/partner/v1/payments/batch',
    content: jsonContent({ batch_date: isoDate(now), orders }),
    reply: { status: 202, content: jsonContent({ accepted: accepted.length, items: accepted }) },
    behind: orders.map((order, index) => ({
      to: payments,
      method: 'POST',
      url: '/v1/payments',
      content: jsonContent(order),
      reply: { status: 201, content: jsonContent({ ...accepted[index], ...order }) },
    })),
  }
}

const probes = [
  '/wp-login.php',
  '/.env',
  '/.git/config',
  '/admin/login',
  '/phpmyadmin/index.php',
  '/api/v1/users',
  '/actuator/env',
  '/server-status',
  '/cgi-bin/luci',
  '/robots.txt',
  '/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php',
]

/** The noise every public address hears: nobody home, hundreds of times. */
export function scannerNoise(visit: Visit): void {
  for (const [index, address] of scanners.entries()) {
    visit.now = visit.bank.start + (5 + index * 9) * hourMs + visit.random.int(0, 50) * minuteMs
    const client = {
      address,
      userAgent: index === 0 ? 'Mozilla/5.0 zgrab/0.x' : 'python-requests/2.31.0',
    }
    for (let count = 0; count < 45; count += 1) {
      throughEdge(visit, client, probe(visit))
      pause(visit, 700)
    }
  }
}

export function probe(visit: Visit): Step {
  const url = `${visit.random.pick(probes)}${visit.random.chance(0.3) ? `?x=${visit.random.int(1, 9_999)}` : ''}`
  const content = visit.random.chance(0.5)
    ? problem(404, 'There is nothing here.')
    : textContent('text/html', '<html><body><h1>404 Not Found</h1></body></html>')
  return { method: 'GET', url, reply: { status: 404, content } }
}
