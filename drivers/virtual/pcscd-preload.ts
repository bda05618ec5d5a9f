/** The cure for vpcd's slowness: a C library of a few lines, preloaded into pcscd. */
import { execFile } from 'node:child_process'
import { access, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * vpcd writes an APDU's length and body apart; Nagle's algorithm and the delayed acknowledgement then cost some 40 ms a
 * command. There is no setting for it, so `accept` is wrapped.
 */
const PRELOAD_SOURCE = `#define _GNU_SOURCE
#include <dlfcn.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
int accept(int s, struct sockaddr *a, socklen_t *n) {
  int (*next)(int, struct sockaddr *, socklen_t *) = dlsym(RTLD_NEXT, "accept"), fd = next(s, a, n), on = 1;
  if (fd >= 0) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}
`

/** Compiles it into `folder`, once; `undefined` without a C compiler: slower, but it works. */
export async function buildPreload(folder: string): Promise<string | undefined> {
  const library = join(folder, 'nodelay.so')
  const there = await access(library).then(
    () => true,
    () => false,
  )
  if (there) return library
  const source = join(folder, 'nodelay.c')
  await writeFile(source, PRELOAD_SOURCE)
  try {
    await promisify(execFile)('cc', ['-shared', '-fPIC', '-O', '-o', library, source, '-ldl'])
    return library
  } catch {
    return undefined
  }
}
