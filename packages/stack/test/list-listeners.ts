import fs from 'node:fs';

const LISTENING = '0A';
/** As the kernel writes them: four bytes each in the machine's order. */
const LOOPBACK = [
  '0100007F',
  '0000000000000000FFFF00000100007F',
  '00000000000000000000000001000000',
];

/** The addresses on which a process listens, one a socket: `127.0.0.1` for any of loopback, others as the kernel has them. Linux only. */
export function listListeners(pid: number): readonly string[] {
  const sockets = new Set(
    fs.readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const target = fs.readlinkSync(`/proc/${pid}/fd/${fd}`);
      return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
    }),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    fs
      .readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .map((row) => row.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode = '']) => state === LISTENING && sockets.has(inode))
      .map(([, local = '']) => local.split(':')[0] ?? '')
      .map((address) => (LOOPBACK.includes(address) ? '127.0.0.1' : address)),
  );
}
