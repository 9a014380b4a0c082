import { binaryContent, jsonContent, textContent } from '../content.ts'
import { hourMs, minuteMs, secondMs } from '../time.ts'
import type { Role } from './bank.ts'
import { analystDesk, backupHost, cards, edge, metadata, payments } from './network.ts'
import {
  awsCli,
  getAll,
  getObject,
  listBuckets,
  listObjects,
  logName,
  type ObjectClient,
  objectClient,
  putObject,
} from './object-calls.ts'
import { applications, edgeLogs, statements } from './store.ts'
import { pause, record, tenths, type Visit } from './visit.ts'

/** How an SDK gets the credentials of its own machine: a session token first (IMDSv2). */
function readOwnRole(
  visit: Visit,
  role: Role,
  machine: Pick<ObjectClient, 'address' | 'service' | 'userAgent'>,
): void {
  const token = visit.random.text(
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
    54,
  )
  const folder = '/latest/meta-data/iam/security-credentials/'
  const shown = { 'x-aws-ec2-metadata-token': `${token}==` }
  const asks = [
    [
      'PUT',
      '/latest/api/token',
      { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' },
      textContent('text/plain', `${token}==`),
    ],
    ['GET', folder, shown, textContent('text/plain', role)],
    ['GET', `${folder}${role}`, shown, jsonContent(visit.bank.role(role, visit.now))],
  ] as const
  for (const [method, url, headers, content] of asks) {
    const { address, service, userAgent } = machine
    record(visit, {
      ts: tenths(visit.now),
      durationMs: tenths(1 + visit.random.wait(1)),
      sensor: 'egress',
      vantage: 'client',
      src: {
        ip: address,
        port: visit.random.int(30_000, 60_000),
        ...(service === undefined ? {} : { service }),
      },
      dst: { host: metadata.host, ip: metadata.ip, port: metadata.port },
      req: { method, url, headers: { host: metadata.host, 'user-agent': userAgent, ...headers } },
      res: { headers: { server: 'EC2ws' }, content },
    })
    visit.now += 4
  }
}

/**
 * The backup copies the whole document store in the night and what is new at noon: to the eye of a
 * counter it is the breach, except that it is the backup's work and is done from the backup's host.
 */
export function backupDay(visit: Visit): void {
  const machine = { address: backupHost, service: 'backup', userAgent: awsCli('s3.sync') }
  for (const [hour, share] of [
    [2, 1],
    [12, 0.03],
  ] as const) {
    visit.now =
      visit.bank.start + hour * hourMs + 10 * minuteMs + visit.random.int(0, 90) * secondMs
    readOwnRole(visit, 'bank-backup-role', machine)
    const client = objectClient(visit, 'bank-backup-role', machine)
    for (const bucket of [applications, statements]) {
      const keys = listObjects(visit, client, bucket).map(({ key }) => key)
      const wanted = keys.slice(0, 350).filter(() => share === 1 || visit.random.chance(share))
      getAll(visit, client, bucket, wanted)
      pause(visit, 2 * secondMs)
    }
  }
}

/** The services that have a role of their own renew its credentials a few times a day. */
export function roleRenewals(visit: Visit): void {
  for (const [role, { ip, service }] of [
    ['bank-app-role', edge],
    ['bank-cards-role', cards],
    ['bank-payments-role', payments],
  ] as const) {
    for (let turn = 0; turn < 4; turn += 1) {
      visit.now = visit.bank.start + turn * 6 * hourMs + visit.random.int(1, 300) * secondMs
      readOwnRole(visit, role, { address: ip, service, userAgent: goSdk })
    }
  }
}

export const goSdk = 'aws-sdk-go-v2/1.36.3 os/linux lang/go#1.24 api/s3#1.79.2'

/** The edge puts its own log away every hour, with the role the breach steals. */
export function logRotation(visit: Visit): void {
  const machine = {
    address: edge.ip,
    service: edge.service,
    userAgent: goSdk,
  }
  for (let hour = 0; hour < 24; hour += 1) {
    visit.now = visit.bank.start + hour * hourMs + 3 * minuteMs + visit.random.int(0, 50) * secondMs
    if (hour % 6 === 0) readOwnRole(visit, 'bank-edge-role', machine)
    const client = objectClient(visit, 'bank-edge-role', machine)
    const log = binaryContent('application/gzip', visit.random.bytes(visit.random.int(400, 1_400)))
    putObject(visit, client, edgeLogs, logName(visit.now), log)
  }
}

/** An analyst looks for a handful of applications by hand, over the working day. */
export function analystDay(visit: Visit): void {
  const desk = {
    address: analystDesk,
    userAgent: 'Boto3/1.40.61 md/Botocore#1.40.61 ua/2.1 os/macos#25.1 lang/python#3.13.7',
  }
  visit.now = visit.bank.start + 9 * hourMs + visit.random.int(5, 50) * minuteMs
  listBuckets(visit, objectClient(visit, 'bank-analyst-role', desk))
  for (let round = 0; round < 5; round += 1) {
    pause(visit, 70 * minuteMs)
    const client = objectClient(visit, 'bank-analyst-role', desk)
    const month = `applications/2025/${String(visit.random.int(1, 12)).padStart(2, '0')}/`
    const objects = listObjects(visit, client, applications, month)
    for (let count = visit.random.int(2, 6); count > 0; count -= 1) {
      pause(visit, 40 * secondMs)
      visit.now += getObject(visit, client, applications, visit.random.pick(objects).key)
    }
  }
}
