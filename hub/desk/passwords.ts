import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** RFC 7914 with 32 MB and about 0.1 s a try: dear for a guesser, cheap for a sign-in. */
const COST = { log2N: 15, r: 8, p: 1 }
const KEY_BYTES = 32

type Cost = typeof COST

/** `scrypt$log2N$r$p$salt$key`, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, COST, KEY_BYTES)
  return ['scrypt', COST.log2N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Whether the password is the one behind the hash. Null (no such user) takes as long and is false. */
export async function checkPassword(password: string, hash: string | null): Promise<boolean> {
  const [scheme, log2N, r, p, salt, key] = (hash ?? '').split('$')
  if (scheme !== 'scrypt' || !salt || !key) {
    await derive(password, Buffer.alloc(16), COST, KEY_BYTES)
    return false
  }
  const expected = Buffer.from(key, 'base64url')
  const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) }
  const given = await derive(password, Buffer.from(salt, 'base64url'), cost, expected.length)
  return timingSafeEqual(given, expected)
}

/** Sign-ins worked on at once: each takes 32 MB and a core, which the desks' calls need too. */
const AT_ONCE = 2
let working = 0
const waiting: (() => void)[] = []

async function derive(password: string, salt: Buffer, cost: Cost, length: number): Promise<Buffer> {
  if (working >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else working += 1
  try {
    return await scrypted(password, salt, cost, length)
  } finally {
    // The place goes to who waits longest.
    const next = waiting.shift()
    if (next) next()
    else working -= 1
  }
}

function scrypted(password: string, salt: Buffer, { log2N, r, p }: Cost, length: number): Promise<Buffer> {
  const N = 2 ** log2N
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, length, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
